import { describeTarget } from '../config/describe-target.ts';
import type { Config } from '../config/config.ts';
import { printListenAddress } from '../config/listen-address.ts';
import type { ListenAddress } from '../config/source-config.ts';
import { ownCommand } from './own-command.ts';

/** Log lines of a start: where each destination writes, and a command that sends a first line. */
export function describeStart(config: Config, command: string = ownCommand()): string[] {
  const writes = config.destinations.map(
    (destination) => `destination ${destination.name} ${describeTarget(destination)}`,
  );
  const addresses = config.sources.flatMap((source) =>
    source.type === 'udp' ? [source.listen] : [],
  );
  const address =
    addresses.find(({ port }) => port === 6666) ?? addresses.find(({ port }) => port > 0);
  if (address === undefined) return writes;
  const target = testTarget(address);
  const to = target === '127.0.0.1:6666' ? '' : ` --to ${target}`;
  return [...writes, `to test it, run in another terminal: ${command} send${to} 'hello'`];
}

/** The address at which a datagram of this machine reaches a socket on `listen`. */
function testTarget({ address, port }: ListenAddress): string {
  if (address === '0.0.0.0' || address === '::') return `127.0.0.1:${port}`;
  return printListenAddress({ address, port });
}
