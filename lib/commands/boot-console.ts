import { isIPv6 } from 'node:net';
import { runUdpTerminal } from '../setup/console/udp-terminal.ts';
import { formatEndpoint } from '../system/socket-address.ts';
import { CommandError, DONE, WRONG_USE, refused, runCommand } from './command-error.ts';
import { listenUdp } from './listen-udp.ts';
import { resolveTarget } from './udp-target.ts';

/** U-Boot's `ncinport` and `ncoutport`, and barebox's port. */
const DEFAULT_PORT = 6666;

export interface ConsoleOptions {
  /** `HOST` or `HOST:PORT`. */
  readonly host: string;
  /** The local port; 6666 when absent. */
  readonly listen?: string;
  readonly raw: boolean;
}

/**
 * An interactive terminal for the netconsole of a boot loader. Returns the exit code: 0; 100 for wrong use; 111 when the port
 * is taken.
 */
export async function bootConsole(options: ConsoleOptions): Promise<number> {
  return runCommand(process, async () => {
    const { stdin, stdout, stderr } = process;
    if (!stdin.isTTY || !stdout.isTTY) {
      throw new CommandError(
        'Cannot open a console: standard input or output is not a terminal; run the command in one',
        WRONG_USE,
      );
    }
    const port = readPort(options.listen);
    const peer = await resolveTarget('HOST', withPort(options.host));
    const address = peer.type === 'udp6' ? '::' : '0.0.0.0';
    const socket = await listenUdp({ address, port, type: peer.type }, '--listen');
    const here = socket.address().port;
    try {
      const banner = `console of ${formatEndpoint(peer)}, receiving on port ${here}; Enter ~ . quits`;
      await runUdpTerminal({ stdin, stdout }, socket, { ...peer, banner, isRaw: options.raw });
      stderr.write('\nconsole closed\n');
      return DONE;
    } catch (error) {
      throw refused(`Cannot receive from ${formatEndpoint(peer)}`, error);
    } finally {
      socket.close();
    }
  });
}

/** `HOST`, `HOST:PORT`, `[IPV6]:PORT`, and IPv6 addresses with or without brackets. */
function withPort(host: string): string {
  const plain = /^\[(.*)\]$/.exec(host)?.[1] ?? host;
  if (isIPv6(plain)) return `[${plain}]:${DEFAULT_PORT}`;
  return host.includes(':') ? host : `${host}:${DEFAULT_PORT}`;
}

function readPort(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PORT;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new CommandError(
    `--listen is ${JSON.stringify(text)}; expected a port, 0 to 65535`,
    WRONG_USE,
  );
}
