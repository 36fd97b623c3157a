import type { SyslogDestinationConfig } from '../../config/destination-config.ts';
import { loadSystemCalls, type SystemCalls } from '../../system/system-calls.ts';
import { DestinationError } from '../destination-error.ts';
import type { Destination, DestinationContext } from '../destination.ts';
import { Outbox } from '../outbox/outbox.ts';
import type { Carrier } from '../outbox/carrier.ts';
import { Connector } from './connector.ts';
import { StreamCarrier } from './stream-carrier.ts';
import { batchFraming } from './syslog-form.ts';
import { readTlsSettings } from './tls-settings.ts';

/** Sends messages to another syslog daemon. Throws DestinationError if a file of its TLS settings cannot be used. */
export function createSyslogDestination(
  config: SyslogDestinationConfig,
  context: DestinationContext,
): Destination {
  const { log, queue } = context;
  return new Outbox({ name: config.name, queue }, { carrier: createCarrier(config, context), log });
}

function createCarrier(config: SyslogDestinationConfig, context: DestinationContext): Carrier {
  const { name, to } = config;
  const calls = systemCalls();
  if (to.some(({ transport }) => transport === 'tls')) checkTls(config);
  if (calls === undefined) {
    context.log.warn(
      `destination ${name}: no direct system calls on this machine; messages of the last 10 s are kept for resending`,
    );
  }
  const connector = new Connector({ targets: to }, { config, calls });
  return new StreamCarrier(
    { ...config, framing: batchFraming(config) },
    { connector, resent: (events) => context.note('resent', events) },
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

function checkTls({ name, tls }: SyslogDestinationConfig): void {
  try {
    readTlsSettings(tls);
  } catch (error) {
    throw new DestinationError(`destination ${name}: ${(error as Error).message}`);
  }
}
