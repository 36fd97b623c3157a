/** A batch as it is sent: complete in itself, so that it can be sent again or stored. */
export interface Parcel {
  readonly bytes: Uint8Array;
  /** Bytes of entries, from the start of `bytes`. */
  readonly used: number;
  readonly events: number;
  /** Uint32 triples `name id, end offset, events`; see `Runs`. */
  readonly runs: Uint32Array;
  /** All names that the runs use, by id. */
  readonly names: readonly string[];
  /** How its entries are encoded, if it comes from an earlier configuration; undefined: as its destination encodes them now. */
  readonly form?: string | undefined;
  /** Whether an earlier process made it, which may have sent more of its lane than this one knows. */
  readonly isRestored?: boolean | undefined;
  /** 64 random bits in hex: the sequence of events of one destination object. */
  readonly lane: string;
  /**
   * Events of the lane before this parcel, and including it: `next = prev + events`, except for the first parcel after events of the lane
   * were refused or lost: its `prev` is the peer's count.
   */
  readonly prev: number;
  readonly next: number;
}
