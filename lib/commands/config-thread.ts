import { parentPort, workerData } from 'node:worker_threads';
import { ConfigError, type ConfigProblem } from '../config/config-error.ts';
import {
  findAgain,
  findConfig,
  type FindOptions,
  type FoundConfig,
} from '../config/find-config.ts';
import { OWN_SURROUNDINGS } from '../config/surroundings.ts';
import { readNameSettings } from '../senders/name-settings.ts';
import type { NameSettings } from '../senders/naming.ts';
import { SystemRefusal } from '../system/system-refusal.ts';
import { unknownAccounts } from './unknown-accounts.ts';

/** Input of the thread. */
export interface ConfigRequest {
  /** The file; undefined: looked for. */
  readonly named: string | undefined;
  /** The file that a relay that runs was started with: no other is read. Undefined: none, or the embedded default. */
  readonly again?: string | undefined;
}

/** All that a relay reads from files before it starts or reloads. */
export interface ReadConfig {
  readonly found: FoundConfig;
  readonly names: NameSettings;
}

/** Result of the thread: a configuration, all problems of it, or the reason why the system did not let it be read. */
export type ConfigAnswer =
  | { readonly kind: 'read'; readonly read: ReadConfig }
  | { readonly kind: 'wrong'; readonly problems: readonly ConfigProblem[] }
  | { readonly kind: 'refused'; readonly refusal: SystemRefusalFields };

/** A class does not survive the way from thread to thread. */
export type SystemRefusalFields = Pick<SystemRefusal, 'message' | 'code'>;

/** The relay would fail later, one by one, on accounts that this machine does not have. */
const SURROUNDINGS: FindOptions = {
  ...OWN_SURROUNDINGS,
  verify: (_, data) => unknownAccounts(data),
};

/** The entry of the thread that reads a configuration and ends. */
if (parentPort === null) throw new Error('config-thread runs only as a worker');
parentPort.postMessage(answer(workerData as ConfigRequest));

function answer({ named, again }: ConfigRequest): ConfigAnswer {
  try {
    const found =
      again === undefined ? findConfig(named, SURROUNDINGS) : findAgain(again, SURROUNDINGS);
    return { kind: 'read', read: { found, names: readNameSettings(found.config.hosts) } };
  } catch (error) {
    if (error instanceof ConfigError) return { kind: 'wrong', problems: error.problems };
    if (!(error instanceof SystemRefusal)) throw error;
    const { message, code } = error;
    return { kind: 'refused', refusal: { message, code } };
  }
}
