/** The kernel never sends more in one packet: MAX_PRINT_CHUNK of drivers/net/netconsole.c. */
export const PACKET_BYTES = 1000;

/** Bounds of the state that decoding keeps for the senders of one source. */
export interface NetconsoleLimits {
  /** Time after its last fragment at which a fragmented record is given up. */
  readonly fragmentTimeoutMs: number;
  /** The longest fragmented record; the kernel's own limit is about 66 KiB. */
  readonly maxFragmentedBytes: number;
  /** Maximum time that a record waits for those before it. Default: 0, no record waits. */
  readonly reorderWaitMs?: number;
  /** Time after its last packet at which a basic record without newline is given up. Default: 300. */
  readonly pieceTimeoutMs?: number;
  /** Bytes of open records, all senders together. Default: 64 MiB. */
  readonly maxAssemblyBytes?: number;
  /** Bytes of open fragmented records of one sender. Default: 512 KiB, or four times the longest record. */
  readonly maxPerSenderBytes?: number;
  /** Bytes of the tables that find repeated records, all senders together. Default: 64 MiB. */
  readonly maxTableBytes?: number;
}

/** The same with every default filled in. */
export type ResolvedLimits = Required<NetconsoleLimits>;

export function resolveLimits(limits: NetconsoleLimits): ResolvedLimits {
  return {
    fragmentTimeoutMs: limits.fragmentTimeoutMs,
    maxFragmentedBytes: limits.maxFragmentedBytes,
    reorderWaitMs: limits.reorderWaitMs ?? 0,
    pieceTimeoutMs: limits.pieceTimeoutMs ?? 300,
    maxAssemblyBytes: limits.maxAssemblyBytes ?? 64 * 1024 * 1024,
    maxPerSenderBytes:
      limits.maxPerSenderBytes ?? Math.max(512 * 1024, 4 * limits.maxFragmentedBytes),
    maxTableBytes: limits.maxTableBytes ?? 64 * 1024 * 1024,
  };
}
