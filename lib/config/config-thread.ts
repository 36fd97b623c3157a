import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import { findConfig, type FoundConfig } from './find-config.ts';

/** What the thread is given. */
export interface ConfigRequest {
  /** The file; undefined: looked for. */
  readonly named: string | undefined;
}

/** What the thread answers: a configuration, or all that is wrong with it. */
export type ConfigAnswer =
  | { readonly kind: 'found'; readonly found: FoundConfig }
  | { readonly kind: 'wrong'; readonly problems: readonly ConfigProblem[] };

/** The entry of the thread that reads a configuration and ends. */
if (parentPort === null) throw new Error('config-thread runs only as a worker');
parentPort.postMessage(answer(workerData as ConfigRequest));

function answer({ named }: ConfigRequest): ConfigAnswer {
  try {
    return { kind: 'found', found: findConfig(named, { env: process.env, readFile }) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { kind: 'wrong', problems: error.problems };
  }
}

function readFile(path: string): string {
  return readFileSync(path, 'utf8');
}
