import { dirname, resolve } from 'node:path';
import type { Config } from './config.ts';

/** Names the directory of `file`, the configuration, in all that loads modules from there. */
export function locateModules<C extends Pick<Config, 'destinations' | 'log'>>(
  config: C,
  file: string,
): C {
  const folder = dirname(resolve(file));
  const transports = config.log.transports.map((each) => ({ ...each, folder }));
  const destinations = config.destinations.map((each) =>
    each.type === 'winston' ? { ...each, transport: { ...each.transport, folder } } : each,
  );
  return { ...config, destinations, log: { ...config.log, transports } };
}
