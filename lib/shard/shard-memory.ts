/** Memory of one shard. */
export interface ShardMemory {
  /** Bytes of datagrams that were read and wait. */
  readonly backlogBytes: number;
  /** Bytes that are reserved for batches. */
  readonly batchesBytes: number;
  /** Buffers of batches that are kept to be used again. */
  readonly idleBuffers: number;
}

/** For batches: what a writer may hold, and some more. */
export const MAX_BATCHES_BYTES = 40 * 1024 * 1024;
