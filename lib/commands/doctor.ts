import type { Socket } from 'node:dgram';
import { parseDuration } from '../config/duration.ts';
import { oneLine } from '../log/own-log.ts';
import { decodeDatagrams, type ReceivedDatagram } from '../setup/doctor/datagram-decoder.ts';
import { describeSender } from '../setup/doctor/describe-sender.ts';
import { describeSilence, ownAddresses } from '../setup/doctor/describe-silence.ts';
import { readFirewall } from '../setup/doctor/firewall-rules.ts';
import { countUnclaimed } from '../setup/doctor/network-counters.ts';
import { receiveSome } from '../setup/doctor/receive-some.ts';
import { gatherFacts, type SenderFacts } from '../setup/doctor/sender-facts.ts';
import { formatEndpoint } from '../system/socket-address.ts';
import { askPortHolder } from './ask-port-holder.ts';
import { CommandError, DONE, REFUSED, WRONG_USE, runCommand, systemCode } from './command-error.ts';
import { listenUdp } from './listen-udp.ts';
import type { SetupOutput } from './setup.ts';
import { connectSocket, resolveListen } from './udp-target.ts';

const EVERYWHERE = { address: '::', port: 6666, type: 'udp6' } as const;
const EVERYWHERE_IPV4 = { address: '0.0.0.0', port: 6666, type: 'udp4' } as const;
/** Of the tables of a running relay: nothing is cut. */
const WIDTH = Number.POSITIVE_INFINITY;
/** The longest delay of a timer. */
const LONGEST_WAIT_MS = 2_147_483_647;

export interface DoctorOptions {
  /** `HOST:PORT`; all addresses, port 6666 when absent. */
  readonly listen?: string;
  /** A duration. */
  readonly wait: string;
}

/**
 * Waits for a first packet and reports what its sender sends, what is missing and what to change; without a packet what to
 * check next. If a running relay has the port, reports what that knows instead. Reports go to stdout. Returns the exit code: 0; 100 for wrong use; 111
 * when nothing came, when another program has the port, or when the relay that has it has received nothing.
 */
export async function doctor(
  options: DoctorOptions,
  output: SetupOutput = process,
): Promise<number> {
  return runCommand(output, async () => {
    const waitMs = readWait(options.wait);
    const unclaimedBefore = countUnclaimed();
    const target =
      options.listen === undefined ? undefined : await resolveListen('--listen', options.listen);
    let socket: Socket;
    try {
      socket = await (target === undefined ? listenEverywhere() : listenUdp(target, '--listen'));
    } catch (error) {
      const report = await askPortHolder((target ?? EVERYWHERE).port, error, WIDTH);
      if (report === undefined) throw error;
      output.stdout.write(report.lines.map((line) => `${line}\n`).join(''));
      return report.hasHosts ? DONE : REFUSED;
    }
    try {
      const listen = socket.address();
      output.stderr.write(
        `ready: waiting for a first packet on ${formatEndpoint(listen)}, at most ${waitMs / 1000} s\n`,
      );
      const datagrams = await receiveSome(socket, waitMs, (first) => {
        output.stderr.write(
          `first packet from ${formatEndpoint(first)}; reading on until the sender pauses\n`,
        );
      });
      const lines =
        datagrams.length > 0
          ? await describeSenders(datagrams, listen.port)
          : describeSilence({
              listen,
              waitedMs: waitMs,
              firewall: readFirewall(listen.port),
              unclaimed: countUnclaimed() - unclaimedBefore,
              addresses: ownAddresses(),
            });
      // Releases, hosts and keys are the sender's text.
      output.stdout.write(lines.map((line) => `${oneLine(line)}\n`).join(''));
      return datagrams.length > 0 ? DONE : REFUSED;
    } finally {
      socket.close();
    }
  });
}

async function describeSenders(
  datagrams: readonly ReceivedDatagram[],
  port: number,
): Promise<string[]> {
  const senders = gatherFacts(datagrams, decodeDatagrams(datagrams));
  const lines = senders.flatMap(describeSender);
  const [first] = senders;
  const isComplete = senders.every(
    ({ release, severities, missingMsgid, host }) =>
      release !== undefined &&
      severities.length > 0 &&
      missingMsgid !== undefined &&
      host !== undefined,
  );
  if (first === undefined || isComplete) return lines;
  const address = await addressTowards(first);
  const portOption = port === 6666 ? '' : ` --target-port ${port}`;
  const command = `netconsole-relay setup --target ${address}${portOption} --extended --release --userdata host=NAME`;
  return [
    ...lines,
    `to see what to type on the sender, run: ${command} (here, or with --here on the sender)`,
  ];
}

/** The address of this machine that a sender reaches it by. */
async function addressTowards({ address, port }: SenderFacts): Promise<string> {
  const type = address.includes(':') ? 'udp6' : 'udp4';
  const socket = await connectSocket({ address, port, type });
  const own = socket.address().address;
  socket.close();
  return /^(?:127\.|::1$)/.test(own) ? 'ADDRESS' : own;
}

/** IPv4 alone where the system has no IPv6. */
async function listenEverywhere(): Promise<Socket> {
  try {
    return await listenUdp(EVERYWHERE, '--listen');
  } catch (error) {
    const cause = error instanceof CommandError ? systemCode(error.cause) : undefined;
    if (cause !== 'EAFNOSUPPORT' && cause !== 'EADDRNOTAVAIL') throw error;
    return listenUdp(EVERYWHERE_IPV4, '--listen');
  }
}

function readWait(text: string): number {
  const waitMs = parseDuration(text);
  if (typeof waitMs === 'number' && waitMs > 0 && waitMs <= LONGEST_WAIT_MS) return waitMs;
  throw new CommandError(
    `--wait is ${JSON.stringify(text)}; expected a duration such as 60s, between 1ms and 24d`,
    WRONG_USE,
  );
}
