import { ConfigError } from '../config/config-error.ts';
import { startThread } from '../system/start-thread.ts';
import { refusalOf, SystemRefusal } from '../system/system-refusal.ts';
import type { ConfigAnswer, ConfigRequest, ReadConfig } from './config-thread.ts';

const WHAT = 'Cannot start the thread that reads the configuration';
/** Threads that hang in the kernel cannot be ended: no further one is started then. */
const MAX_HANGING = 4;
let hanging = 0;

/**
 * Finds and reads the configuration as `findConfig` does, or `findAgain`, and the names of this machine, in a thread that ends afterwards: what reading
 * takes (the YAML parser, the schema; 25 MB) is not kept for the years a relay runs, and a file system that hangs stops only that thread.
 * Rejects with a ConfigError or SystemRefusal, or the reason of `signal` when that aborts first.
 */
export async function readConfigAside(
  request: ConfigRequest,
  signal?: AbortSignal,
): Promise<ReadConfig> {
  if (hanging >= MAX_HANGING) {
    throw SystemRefusal.of(
      'Cannot read the configuration',
      'ETIMEDOUT',
      `${hanging} threads that read it hang: check its file system, or restart the relay`,
    );
  }
  const answer = await askThread(request, signal);
  switch (answer.kind) {
    case 'read':
      return answer.read;
    case 'wrong':
      throw new ConfigError(answer.problems);
    case 'refused':
      throw new SystemRefusal(answer.refusal.message, answer.refusal.code);
    default:
      return answer satisfies never;
  }
}

function askThread(workerData: ConfigRequest, signal?: AbortSignal): Promise<ConfigAnswer> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const worker = startThread(import.meta.url, './config-thread', {
      name: 'configuration',
      workerData,
    });
    let answer: ConfigAnswer | undefined;
    const abandon = (): void => {
      hanging++;
      worker.once('exit', () => hanging--);
      worker.unref();
      void worker.terminate();
      reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', abandon, { once: true });
    worker.on('message', (message: ConfigAnswer) => {
      answer = message;
    });
    worker.on('error', (error) => reject(refusalOf(WHAT, error)));
    worker.on('exit', () => {
      signal?.removeEventListener('abort', abandon);
      if (answer !== undefined) resolve(answer);
      else reject(new Error('the thread that reads the configuration ended without an answer'));
    });
  });
}
