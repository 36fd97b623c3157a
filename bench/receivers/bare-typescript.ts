import { fileURLToPath } from 'node:url';
import type { Receiver } from './receiver.ts';
import { startReceiverProcess } from './receiver-process.ts';

/**
 * The least that two threads of TypeScript can do: take a header apart, write a line with a date, gather lines by host. No
 * checks, no accounting, no state of senders, no configuration, and what arrives too fast is lost. What the relay costs above
 * it is the price of what it promises.
 */
export function createBareReceiver(): Receiver {
  const script = fileURLToPath(new URL('bare/main.ts', import.meta.url));
  const hooks = fileURLToPath(new URL('../../test/tsx-in-threads.mjs', import.meta.url));
  return {
    name: 'bare TypeScript',
    writesFiles: true,
    filesByHost: true,
    joinsFragments: false,
    start({ port, directory, receiveBufferBytes }) {
      const args = ['--import', hooks, script, String(port), directory, String(receiveBufferBytes)];
      return startReceiverProcess({ command: process.execPath, args, port, readyWord: 'ready' });
    },
  };
}
