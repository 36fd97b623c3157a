import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { addressSpaceLeft } from './process-limits.ts';
import { refusalOf, SystemRefusal } from './system-refusal.ts';

/** Our threads make little garbage; without a limit each lets its young generation grow to 48 MB before it tidies up. */
const YOUNG_GENERATION_MB = 6;

/** V8 ends the process when it cannot reserve its part of this. */
const THREAD_ADDRESS_SPACE = 512 * 1024 * 1024;

export interface ThreadOptions {
  /** Shown by tools such as top and ps. */
  readonly name: string;
  /** Structured-cloned into the thread. */
  readonly workerData: unknown;
}

let running = 0;

/** How many threads were started and have not ended. */
export function runningThreads(): number {
  return running;
}

/**
 * Starts the module `file`, named without its extension relative to the module `from`, in a thread of its own. Throws SystemRefusal when
 * the system has no room for one; what is missed later comes as the thread's `error`, see `refusalOf`.
 */
export function startThread(from: string, file: string, options: ThreadOptions): Worker {
  const worker = createWorker(new URL(`${file}${extname(from)}`, from), options);
  running++;
  worker.once('exit', () => running--);
  return worker;
}

function createWorker(module: URL, options: ThreadOptions): Worker {
  const what = `Cannot start the thread ${options.name}`;
  if (addressSpaceLeft() < THREAD_ADDRESS_SPACE) throw SystemRefusal.of(what, 'ENOMEM');
  try {
    return new Worker(module, {
      ...options,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
  } catch (error) {
    throw refusalOf(what, error);
  }
}
