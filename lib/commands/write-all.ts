import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Writes all of `bytes`, waiting while the reader is slower. Resolves at once when nobody reads any more. */
export async function writeAll(stream: Writable, bytes: Uint8Array): Promise<void> {
  if (bytes.length === 0 || stream.destroyed) return;
  try {
    if (!stream.write(bytes)) await once(stream, 'drain');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
}
