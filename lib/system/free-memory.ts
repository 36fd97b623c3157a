import { MessageChannel } from 'node:worker_threads';

/** What is transferred to a port whose other end is closed is detached and freed. */
const nowhere = closedPort();

/**
 * Frees the memory of `bytes` now, if they are the whole of it; they are empty afterwards. The garbage collector frees it later, but it
 * collects the whole heap whenever a few MB of such memory were allocated: five times a second while a spool is read (docs/design.md).
 * Only for memory that nothing but JavaScript uses: not what a socket may still have to write.
 */
export function freeMemory({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) {
    nowhere.postMessage(undefined, [buffer]);
  }
}

function closedPort(): MessageChannel['port1'] {
  const { port1, port2 } = new MessageChannel();
  port2.close();
  return port1;
}
