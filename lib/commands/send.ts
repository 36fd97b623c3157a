import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { oneLine } from '../log/own-log.ts';
import { formatEndpoint } from '../system/socket-address.ts';
import { DONE, refused, runCommand } from './command-error.ts';
import type { Surroundings } from './command-error.ts';
import { encodeTestDatagram, type TestFormat } from './test-datagram.ts';
import { connectSocket, resolveTarget } from './udp-target.ts';

export interface SendOptions {
  /** `netconsole`, the basic format, when undefined. */
  readonly format: TestFormat | undefined;
  /** `HOST:PORT`; 127.0.0.1:6666 when undefined. */
  readonly to: string | undefined;
  readonly message: string;
}

const HINTS = {
  ECONNREFUSED: 'nothing is listening there: start the relay, or name another port',
  EMSGSIZE: 'shorten the message: a datagram holds at most 65507 bytes',
};

/**
 * Sends one test datagram and prints it on stderr. Returns the exit code: 0; 100 for wrong use; 111 when the system refuses, or
 * this machine itself says that nobody listens there.
 */
export async function send(
  options: SendOptions,
  surroundings: Surroundings = process,
): Promise<number> {
  return runCommand(surroundings, async () => {
    const target = await resolveTarget('--to', options.to ?? '127.0.0.1:6666');
    const datagram = encodeTestDatagram(options.format ?? 'netconsole', options.message, {
      // Like the kernel's time stamps: since boot, standing still while the machine sleeps.
      uptimeUs: process.hrtime.bigint() / 1000n,
      now: new Date(),
      hostname: hostname(),
      pid: process.pid,
    });
    try {
      const socket = await connectSocket(target);
      await sendOne(socket, datagram).finally(() => socket.close());
    } catch (error) {
      throw refused(`Cannot send to ${formatEndpoint(target)}`, error, HINTS);
    }
    surroundings.stderr.write(
      `sent ${datagram.length} bytes to ${formatEndpoint(target)}: ${oneLine(datagram.toString().trimEnd())}\n`,
    );
    return DONE;
  });
}

/** Rejects with the system's error, also with an answer that is there at once: a closed port of this machine. */
async function sendOne(socket: Socket, datagram: Buffer): Promise<void> {
  const failed = once(socket, 'error').then(([error]) => Promise.reject(error as Error));
  const sent = new Promise<void>((resolve, reject) => {
    socket.send(datagram, (error) => (error === null ? resolve() : reject(error)));
  });
  // Two turns of the event loop: one ends the send, the next sees the answer.
  const seen = sent.then(() => setImmediate()).then(() => setImmediate());
  await Promise.race([seen, failed]);
}
