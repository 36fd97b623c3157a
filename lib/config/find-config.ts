import { ConfigError } from './config-error.ts';
import type { Config } from './config.ts';
import { DEFAULT_CONFIG_NAME, DEFAULT_CONFIG_TEXT } from './default-config.ts';
import { errorTextOf } from '../system/error-text.ts';
import { loadConfig } from './load-config.ts';
import type { Surroundings } from './substitute.ts';

/** Where a configuration is looked for when none is named, the first that is there. */
const PLACES = ['./netconsole-relay.yaml', '/etc/netconsole-relay/netconsole-relay.yaml'];
const VARIABLE = 'NETCONSOLE_RELAY_CONFIG';

export interface FoundConfig {
  readonly config: Config;
  /** The file it came from, as named; `embedded default` when there was none. */
  readonly file: string;
  /** Whether it is the embedded default, which gives way where a port or directory is refused. */
  readonly isDefault: boolean;
}

/**
 * Finds and reads the configuration: the file `named`, else that of NETCONSOLE_RELAY_CONFIG, else the first of the
 * usual places, else the embedded default. Throws a ConfigError when a file cannot be read or is wrong.
 */
export function findConfig(named: string | undefined, surroundings: Surroundings): FoundConfig {
  const variable = surroundings.env[VARIABLE];
  const wanted = named ?? (variable === '' ? undefined : variable);
  if (wanted !== undefined) {
    const why = named === undefined ? `correct ${VARIABLE}` : 'correct --config';
    return load(wanted, read(wanted, why, surroundings), surroundings);
  }
  for (const file of PLACES) {
    const text = readIfThere(file, surroundings);
    if (text !== undefined) return load(file, text, surroundings);
  }
  return { ...load(DEFAULT_CONFIG_NAME, DEFAULT_CONFIG_TEXT, surroundings), isDefault: true };
}

function load(file: string, text: string, surroundings: Surroundings): FoundConfig {
  return { ...loadConfig(text, { file, ...surroundings }), file, isDefault: false };
}

function read(file: string, mend: string, { readFile }: Surroundings): string {
  try {
    return readFile(file);
  } catch (error) {
    const what = `cannot read the configuration: ${errorTextOf(error)}`;
    throw new ConfigError([{ file, line: undefined, column: undefined, what, mend }]);
  }
}

function readIfThere(file: string, surroundings: Surroundings): string | undefined {
  try {
    return surroundings.readFile(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    return read(file, 'make it readable, or name another with --config', surroundings);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
