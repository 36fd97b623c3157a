import { statfsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';

const MIB = 1024 * 1024;
/** LevelDB without space can neither delete nor open: this much stays free, and less on small file systems. */
const RESERVE_BYTES = 64 * MIB;
const SMALL_SHARE = 1 / 4;
/** It merges up to 10 MiB of one level with the files of the next one, and deletes those it has merged afterwards. */
const MERGE_BYTES = 16 * MIB;
/** A merge never needs more than what is stored. */
const MOST_SHARE = 1 / 2;
const LEAST_BUFFER_BYTES = MIB / 4;
const MOST_BUFFER_BYTES = 4 * MIB;
/** A file system has room for this many buffers at least. */
const BUFFERS = 192;
/** Others fill a disk, too: the space is looked at again after this long. */
const VALID_MS = 250;

/** Bytes that may be written to the file system of `directory`, with the reserve left free; negative if that is not free. Rejects with the system's error. */
export async function freeSpace(directory: string): Promise<number> {
  const { bavail, blocks, bsize } = await statfs(directory);
  return bavail * bsize - reserveBytes(blocks * bsize);
}

/** What stays free of a file system of `total` bytes. */
export function reserveBytes(total: number): number {
  const share = Math.max(MERGE_BYTES, total * SMALL_SHARE);
  return Math.min(RESERVE_BYTES, share, total * MOST_SHARE);
}

/**
 * How much the library gathers in memory before it writes a file. It merges several of these files at a time, and needs as much space again meanwhile: on a small
 * file system that must fit into the reserve.
 */
export function writeBufferBytes(directory: string): number {
  const { blocks, bsize } = statfsSync(directory);
  return Math.max(
    LEAST_BUFFER_BYTES,
    Math.min(MOST_BUFFER_BYTES, Math.floor((blocks * bsize) / BUFFERS)),
  );
}

/** The free space as it was last seen, which is never long ago while somebody asks. */
export class FreeSpace {
  readonly #directory: string;
  #bytes = 0;
  #seenMs = Number.NEGATIVE_INFINITY;
  #isLooking = false;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Bytes without the reserve. */
  get bytes(): number {
    if (performance.now() - this.#seenMs > VALID_MS && !this.#isLooking) void this.look();
    return this.#bytes;
  }

  /** Looks now. A file system that does not answer has no space. */
  async look(): Promise<void> {
    this.#isLooking = true;
    this.#bytes = await freeSpace(this.#directory).catch(() => 0);
    this.#seenMs = performance.now();
    this.#isLooking = false;
  }
}
