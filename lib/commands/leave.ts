import type { Writable } from 'node:stream';
import { endProcess } from '../system/end-process.ts';

/** How long the last lines may take to be read. */
const FLUSH_MS = 100;

/**
 * Ends the process of a relay with `code` after its last lines were written, or not: a pipe that nobody reads, a name server that does not answer
 * and a thread that hangs would keep it for ever.
 */
export async function leave(code: number): Promise<never> {
  const late = new Promise<void>((resolve) => {
    setTimeout(resolve, FLUSH_MS);
  });
  await Promise.race([flushed(process.stderr), late]);
  endProcess(code, true);
}

function flushed(stream: Writable): Promise<void> {
  if (stream.writableLength === 0 || stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
