import type { Writable } from 'node:stream';

/** Writes all of `bytes`, waiting while the reader is slower. Errors are emitted by the stream. */
export async function writeAll(stream: Writable, bytes: Uint8Array): Promise<void> {
  if (bytes.length === 0 || stream.destroyed) return;
  await new Promise<void>((resolve) => {
    stream.write(bytes, () => resolve());
  });
}
