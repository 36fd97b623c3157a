import type { Config } from './config.ts';
import type { FoundConfig } from './find-config.ts';

/** Changes to the embedded default that replace settings which the system refused; applied again whenever it is read. */
export class DefaultFallbacks {
  readonly #changes: ((config: Config) => Config)[] = [];

  add(change: (config: Config) => Config): void {
    this.#changes.push(change);
  }

  /** Applies the changes to the embedded default; a configuration from a file is returned unchanged. */
  apply({ config, isDefault }: FoundConfig): Config {
    if (!isDefault) return config;
    return this.#changes.reduce((changed, change) => change(changed), config);
  }
}

/** The same with one source on another port. */
export function withPort(config: Config, source: string, port: number): Config {
  const sources = config.sources.map((each) =>
    each.name === source && 'listen' in each ? { ...each, listen: { ...each.listen, port } } : each,
  );
  return { ...config, sources };
}

/** The same with every file that lies in the directory `from` in `to` instead. */
export function withLogDirectory(config: Config, from: string, to: string): Config {
  const destinations = config.destinations.map((each) =>
    each.type === 'file' && each.path.startsWith(`${from}/`)
      ? { ...each, path: to + each.path.slice(from.length) }
      : each,
  );
  return { ...config, destinations };
}
