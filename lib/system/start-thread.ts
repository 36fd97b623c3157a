import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

/** Our threads make little garbage; without a limit each lets its young generation grow to 48 MB before it tidies up. */
const YOUNG_GENERATION_MB = 6;

export interface ThreadOptions {
  /** Shown by tools such as top and ps. */
  readonly name: string;
  /** Structured-cloned into the thread. */
  readonly workerData: unknown;
}

/** Starts the module `file`, named without its extension relative to the module `from`, in a thread of its own. */
export function startThread(from: string, file: string, options: ThreadOptions): Worker {
  return new Worker(new URL(`${file}${extname(from)}`, from), {
    ...options,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
}
