import type { Writable } from 'node:stream';

/** Writes all of `bytes`, waiting while the reader is slower. What goes wrong comes to whoever listens to the stream's errors. */
export async function writeAll(stream: Writable, bytes: Uint8Array): Promise<void> {
  if (bytes.length === 0 || stream.destroyed) return;
  await new Promise<void>((resolve) => {
    stream.write(bytes, () => resolve());
  });
}
