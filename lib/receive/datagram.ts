/** One datagram as the receiver holds it; valid during the call. */
export interface Datagram {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** Arrival, microseconds since the epoch. */
  readonly receivedUs: number;
  /** Whether the receiver had to cut it. */
  readonly isTruncated: boolean;
  /** Whether all of it, but for NULs at its end and a newline before them, is known to be printable ASCII. */
  readonly isPlain: boolean;
}
