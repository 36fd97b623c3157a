import type { Writable } from 'node:stream';
import { refused, systemCode } from './command-error.ts';

/**
 * Writes all of `bytes`, waiting while the reader is slower. Resolves at once when nobody reads any more; rejects with a CommandError when the
 * system refuses for another reason.
 */
export async function writeAll(stream: Writable, bytes: Uint8Array): Promise<void> {
  if (bytes.length === 0 || stream.destroyed) return;
  // The error comes to the callback, too; as an event that nobody listens to it would end the process.
  if (!stream.listeners('error').includes(ignore)) stream.on('error', ignore);
  const error = await new Promise<Error | null | undefined>((resolve) => {
    stream.write(bytes, resolve);
  });
  if (error === null || error === undefined || systemCode(error) === 'EPIPE') return;
  throw refused('Cannot write to standard output', error);
}

function ignore(): void {
  // See writeAll.
}
