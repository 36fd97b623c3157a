import type { DefaultChanges } from './change-default.ts';
import { ConfigError } from './config-error.ts';
import type { Config } from './config.ts';
import { DEFAULT_CONFIG_NAME } from './default-config-name.ts';
import { DEFAULT_CONFIG_TEXT } from './default-config.ts';
import { errorTextOf } from '../system/error-text.ts';
import { loadConfig, type LoadOptions } from './load-config.ts';

/** Paths that are searched if no configuration is named; the first that exists is used. */
const PLACES = ['./netconsole-relay.yaml', '/etc/netconsole-relay/netconsole-relay.yaml'];
const VARIABLE = 'NETCONSOLE_RELAY_CONFIG';

/** Parameters of `loadConfig` besides the name of the file. */
export type FindOptions = Omit<LoadOptions, 'file'>;

export interface FoundConfig {
  readonly config: Config;
  /** The file it came from, as named; `embedded default` when there was none. */
  readonly file: string;
  /** Whether it is the embedded default, which has fallbacks for a port or directory that is refused. */
  readonly isDefault: boolean;
  /** Changes by the command line to the embedded default; undefined: none. */
  readonly changes?: DefaultChanges;
}

/**
 * Finds and reads the configuration: the file `named` (`embedded default` is that), else that of NETCONSOLE_RELAY_CONFIG, else the first of the
 * usual places, else the embedded default. Throws a ConfigError when a file cannot be read or is wrong.
 */
export function findConfig(named: string | undefined, surroundings: FindOptions): FoundConfig {
  const variable = surroundings.env[VARIABLE];
  const wanted = named ?? (variable === '' ? undefined : variable);
  if (wanted === DEFAULT_CONFIG_NAME) return embedded(surroundings);
  if (wanted !== undefined) {
    const option = named === undefined ? VARIABLE : '--config';
    return load(
      wanted,
      read(wanted, (error) => namedHint(error, option), surroundings),
      surroundings,
    );
  }
  for (const file of PLACES) {
    const text = readIfThere(file, surroundings);
    if (text !== undefined) return load(file, text, surroundings);
  }
  return embedded(surroundings);
}

/**
 * Reads the configuration `file` of a relay that runs, found before. Throws a ConfigError when it is wrong, gone or cannot be read: a relay
 * never changes to another file, or to the embedded default, because its own is missing.
 */
export function findAgain(file: string, surroundings: FindOptions): FoundConfig {
  return load(file, read(file, againHint, surroundings), surroundings);
}

function namedHint(error: unknown, option: string): string {
  return codeOf(error) === 'EACCES'
    ? `let this user read the file, or name another with ${option}`
    : `correct ${option}`;
}

function againHint(error: unknown): string {
  const remedy = isMissing(error) ? 'restore the file' : 'make it readable';
  return `${remedy}, or restart the relay to use another`;
}

function embedded(surroundings: FindOptions): FoundConfig {
  return { ...load(DEFAULT_CONFIG_NAME, DEFAULT_CONFIG_TEXT, surroundings), isDefault: true };
}

function load(file: string, text: string, surroundings: FindOptions): FoundConfig {
  return { ...loadConfig(text, { file, ...surroundings }), file, isDefault: false };
}

function read(file: string, hintOf: (error: unknown) => string, { readFile }: FindOptions): string {
  try {
    return readFile(file);
  } catch (error) {
    const what = `cannot read the configuration: ${errorTextOf(error)}`;
    throw new ConfigError([
      { file, line: undefined, column: undefined, what, hint: hintOf(error) },
    ]);
  }
}

function readIfThere(file: string, surroundings: FindOptions): string | undefined {
  try {
    return surroundings.readFile(file);
  } catch (error) {
    if (isMissing(error)) return undefined;
    return read(file, () => 'make it readable, or name another with --config', surroundings);
  }
}

function isMissing(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
