import { DEFAULT_CONFIG_NAME } from '../config/default-config-name.ts';
import type { FoundConfig } from '../config/find-config.ts';
import type { ReadConfig } from './config-thread.ts';
import { changeDefault, type DefaultChanges } from '../config/change-default.ts';
import type { DefaultOptions } from './default-changes.ts';
import { readConfigAside } from './read-config-aside.ts';

/** The options of `run`. */
export interface RunOptions extends DefaultOptions {
  /** Overrides the configured number of receiving threads. */
  readonly shards?: number | undefined;
}

/** A reload. */
export interface Reread {
  /** The configuration in force; undefined at the start. */
  readonly loaded?: FoundConfig | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads the configuration that `run` runs with: that of `readConfigAside`, or the embedded default with `changes`. A reload reads the file of `loaded` and
 * no other; if that is the unchanged embedded default, it searches for a file as a start does. Rejects like `readConfigAside`.
 */
export async function readRunConfig(
  options: RunOptions,
  changes: DefaultChanges | undefined,
  { loaded, signal }: Reread = {},
): Promise<ReadConfig> {
  const named = changes === undefined ? options.config : DEFAULT_CONFIG_NAME;
  const again = loaded === undefined || loaded.isDefault ? undefined : loaded.file;
  const read = await readConfigAside({ named, again }, signal);
  const { found } = read;
  const changed: FoundConfig =
    changes === undefined
      ? found
      : { ...found, changes, config: changeDefault(found.config, changes) };
  return { ...read, found: withShards(changed, options) };
}

function withShards(found: FoundConfig, { shards }: RunOptions): FoundConfig {
  return shards === undefined ? found : { ...found, config: { ...found.config, shards } };
}
