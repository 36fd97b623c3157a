import { statfs } from 'node:fs/promises';

const MIB = 1024 * 1024;
/** LevelDB without space can neither delete nor open: so much stays free. */
const RESERVE_BYTES = 64 * MIB;
const SMALL_FILE_SYSTEM_BYTES = 256 * MIB;
const SMALL_SHARE = 1 / 4;

/** Bytes that may be written to the file system of `directory`, with the reserve left free; negative if that is not free. Rejects with the system's error. */
export async function freeSpace(directory: string): Promise<number> {
  const { bavail, blocks, bsize } = await statfs(directory);
  const total = blocks * bsize;
  const reserve = total < SMALL_FILE_SYSTEM_BYTES ? total * SMALL_SHARE : RESERVE_BYTES;
  return bavail * bsize - reserve;
}
