import { describeTarget } from '../config/schema/destination.ts';
import type { Config } from '../config/config.ts';

/** What a newcomer wants to see when the relay starts: where it writes, and how to see a first line arrive. */
export function describeStart(config: Config): string[] {
  const writes = config.destinations.map(
    (destination) => `destination ${destination.name} ${describeTarget(destination)}`,
  );
  const source = config.sources.find(({ listen }) => listen.port === 6666) ?? config.sources[0];
  if (source === undefined) return writes;
  const { port } = source.listen;
  const to = port === 6666 ? '' : ` --to 127.0.0.1:${port}`;
  return [...writes, `try it on another terminal: npx netconsole-relay send${to} 'hello'`];
}
