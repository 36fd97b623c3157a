import type { RedisDestinationConfig } from '../../config/destination-config.ts';
import { DestinationError } from '../destination-error.ts';
import type { Destination, DestinationContext } from '../destination.ts';
import { Outbox } from '../outbox/outbox.ts';
import { readTlsOptions } from '../tls-options.ts';
import { RedisCarrier } from './redis-carrier.ts';

/** Appends events to Redis streams, each once. Throws a DestinationError if a file of `tls` cannot be read; connects with the first batch. */
export function createRedisDestination(
  config: RedisDestinationConfig,
  { log, queue, counts, spool }: DestinationContext,
): Destination {
  checkRedisTls(config);
  const carrier = new RedisCarrier(config, { log, counts });
  return new Outbox({ name: config.name, queue }, { carrier, log, counts, spool });
}

/** Throws a DestinationError if a file of `tls` cannot be used. */
export function checkRedisTls({ name, server: { tls } }: RedisDestinationConfig): void {
  if (tls === undefined) return;
  try {
    readTlsOptions(tls);
  } catch (error) {
    throw new DestinationError(`destination ${name}: ${(error as Error).message}`);
  }
}
