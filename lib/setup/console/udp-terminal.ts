import type { Socket } from 'node:dgram';
import type { ReadStream, WriteStream } from 'node:tty';
import ipaddr from 'ipaddr.js';
import { formatEndpoint } from '../../system/socket-address.ts';
import { EscapeKeys } from './escape-keys.ts';
import { TerminalFilter } from './terminal-filter.ts';

/** The operator's side. */
export interface Terminal {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
}

/** The boot loader. */
export interface Peer {
  readonly address: string;
  readonly port: number;
  /** Shown first, when keys already go out. */
  readonly banner: string;
  /** Whether its output goes to the terminal as it is. */
  readonly isRaw: boolean;
}

/** Signals that end the session; the terminal must be restored first. */
const ENDING = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const;

/** Fits into U-Boot's input buffer and into one frame. */
const MAX_DATAGRAM = 512;

/**
 * Connects a terminal in raw mode, but for CR before LF, to a boot loader: keys go out as typed, what comes from the peer's address is shown.
 * Resolves when the operator quits, the terminal is gone or a signal asks for the end; rejects when the socket fails. The
 * terminal is as before in each case.
 */
export async function runUdpTerminal(
  { stdin, stdout }: Terminal,
  socket: Socket,
  peer: Peer,
): Promise<void> {
  const filter = new TerminalFilter();
  const escape = new EscapeKeys();
  const own = canonical(peer.address);
  const sender = new KeySender(socket, peer, (line) => stdout.write(`\n${line}\n`));
  const restore = (): void => void stdin.setRawMode(false);
  // An internal error ends the process without the handlers of `exit`.
  process.once('uncaughtExceptionMonitor', restore);
  process.once('exit', restore);
  const quit = new AbortController();
  const end = (): void => quit.abort();
  for (const signal of ENDING) process.once(signal, end);
  try {
    socket.on('message', (bytes, from) => {
      if (canonical(from.address) === own) stdout.write(peer.isRaw ? bytes : filter.push(bytes));
    });
    stdin.on('error', end);
    stdin.on('end', end);
    stdin.on('data', (chunk: Buffer) => {
      const { sent, isQuit } = escape.push(chunk);
      sender.send(sent);
      if (isQuit) end();
    });
    stdin.setRawMode(true);
    stdout.write(`${peer.banner}\n`);
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject);
      quit.signal.addEventListener('abort', () => resolve());
    });
  } finally {
    restore();
    process.off('uncaughtExceptionMonitor', restore);
    process.off('exit', restore);
    for (const signal of ENDING) process.off(signal, end);
    stdin.pause();
  }
}

/** Sends keys; a network that refuses them is reported once, until it takes some again. */
class KeySender {
  readonly #socket: Socket;
  readonly #peer: Peer;
  readonly #report: (line: string) => void;
  #isRefused = false;

  constructor(socket: Socket, peer: Peer, report: (line: string) => void) {
    this.#socket = socket;
    this.#peer = peer;
    this.#report = report;
  }

  send(keys: Uint8Array): void {
    const { address, port } = this.#peer;
    for (let at = 0; at < keys.length; at += MAX_DATAGRAM) {
      this.#socket.send(keys.subarray(at, at + MAX_DATAGRAM), port, address, (error) => {
        const isNew = error !== null && !this.#isRefused;
        this.#isRefused = error !== null;
        if (isNew) this.#report(`Cannot send to ${formatEndpoint(this.#peer)}: ${error.message}`);
      });
    }
  }
}

/** One text for each address: sockets that receive both families show IPv4 as mapped, and operators abbreviate as they like. */
function canonical(address: string): string {
  const [text = '', scope] = address.split('%');
  const plain = ipaddr.process(text).toString();
  return scope === undefined ? plain : `${plain}%${scope}`;
}
