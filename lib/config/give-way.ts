import type { Config } from './config.ts';

/** The same with one source on another port. */
export function withPort(config: Config, source: string, port: number): Config {
  const sources = config.sources.map((each) =>
    each.name === source ? { ...each, listen: { ...each.listen, port } } : each,
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
