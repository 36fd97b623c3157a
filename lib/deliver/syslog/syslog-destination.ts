import type { SyslogDestinationConfig, SyslogTarget } from '../../config/destination-config.ts';
import { isDatagramTarget, printSyslogTarget } from '../../config/syslog-target.ts';
import { loadSystemCalls, type SystemCalls } from '../../system/system-calls.ts';
import { DestinationError } from '../destination-error.ts';
import type { Destination, DestinationContext } from '../destination.ts';
import { Outbox } from '../outbox/outbox.ts';
import type { Carrier } from '../outbox/carrier.ts';
import { readTlsOptions } from '../../config/client-tls-options.ts';
import { Connector } from './connector.ts';
import { DatagramCarrier } from './datagram-carrier.ts';
import type { DatagramTransport } from './datagram-transport.ts';
import { DgramTransport } from './dgram-transport.ts';
import { StreamCarrier } from './stream-carrier.ts';
import { batchFraming } from './syslog-form.ts';
import { ThreadedTransport } from './threaded-transport.ts';

/** Sends messages to another syslog daemon. Throws DestinationError if a file of its TLS settings cannot be used. */
export function createSyslogDestination(
  config: SyslogDestinationConfig,
  context: DestinationContext,
): Destination {
  const { log, queue, counts, spool } = context;
  const carrier = createCarrier(config, context);
  return new Outbox({ name: config.name, queue }, { carrier, log, counts, spool });
}

function createCarrier(config: SyslogDestinationConfig, context: DestinationContext): Carrier {
  const { to } = config;
  const calls = systemCalls();
  const resent = (events: number): void => context.counts.note('resent', events);
  if (to.some(isDatagramTarget)) {
    return new DatagramCarrier(to, { transport: createTransport(config, calls), resent });
  }
  checkSyslogTls(config);
  if (calls === undefined) warnOfDuplicates(config, context);
  const moved = (target: SyslogTarget, problem: string): void =>
    reportMove(config, context, { target, problem });
  const connector = new Connector({ targets: to, moved }, { config, calls });
  const streamConfig = { ...config, framing: batchFraming(config) };
  return new StreamCarrier(streamConfig, { connector, resent });
}

function createTransport(
  { name, to }: SyslogDestinationConfig,
  calls: SystemCalls | undefined,
): DatagramTransport {
  if (calls !== undefined) return new ThreadedTransport(name);
  if (to.every(({ transport }) => transport === 'udp')) return new DgramTransport();
  throw new DestinationError(
    `Cannot create destination ${name}: unix-dgram needs system calls that this machine does not allow; use unix-stream or udp`,
  );
}

function reportMove(
  { name }: SyslogDestinationConfig,
  { log }: DestinationContext,
  { target, problem }: { readonly target: SyslogTarget; readonly problem: string },
): void {
  const where = `destination ${name}: sends to ${printSyslogTarget(target)}`;
  if (problem === '') log.info(`${where} again`);
  else log.warn(`${where} for now: ${problem}`);
}

function warnOfDuplicates({ name }: SyslogDestinationConfig, { log }: DestinationContext): void {
  log.warn(
    `destination ${name}: cannot see what the peer has read on this machine; what was sent in the last 10 s is sent again after a break`,
  );
}

function systemCalls(): SystemCalls | undefined {
  try {
    return loadSystemCalls();
  } catch {
    // This system has none: its carriers work without.
    return undefined;
  }
}

/** Throws a DestinationError if a target needs TLS and a file of its settings cannot be used. */
export function checkSyslogTls({ name, to, tls }: SyslogDestinationConfig): void {
  if (!to.some(({ transport }) => transport === 'tls')) return;
  try {
    readTlsOptions(tls);
  } catch (error) {
    const lines = (error as Error).message
      .split('\n')
      .map((line) => `destination ${name}: ${line}`);
    throw new DestinationError(lines.join('\n'), error);
  }
}
