import type { RedisDestinationConfig } from '../../config/destination-config.ts';
import { DestinationError } from '../destination-error.ts';
import type { Destination, DestinationContext } from '../destination.ts';
import { Outbox } from '../outbox/outbox.ts';
import { readTlsOptions } from '../../config/client-tls-options.ts';
import type { Carrier } from '../outbox/carrier.ts';
import type { RedisCarrierContext } from './batch-writer.ts';
import { ClusterCarrier } from './cluster-carrier.ts';
import { RedisCarrier } from './redis-carrier.ts';

/** Appends events to Redis streams, each once. Throws a DestinationError if a file of `tls` cannot be read; connects with the first batch. */
export function createRedisDestination(
  config: RedisDestinationConfig,
  { log, queue, counts, spool }: DestinationContext,
): Destination {
  checkRedisTls(config);
  const carrier = createRedisCarrier(config, { log, counts });
  return new Outbox({ name: config.name, queue }, { carrier, log, counts, spool });
}

/** Through one connection, or one to each master of a cluster. */
export function createRedisCarrier(
  config: RedisDestinationConfig,
  context: RedisCarrierContext,
): Carrier {
  return config.server.cluster === undefined
    ? new RedisCarrier(config, context)
    : new ClusterCarrier(config, context);
}

/** Throws a DestinationError if a file of `tls` cannot be used. */
export function checkRedisTls({ name, server: { tls } }: RedisDestinationConfig): void {
  if (tls === undefined) return;
  try {
    readTlsOptions(tls);
  } catch (error) {
    const lines = (error as Error).message
      .split('\n')
      .map((line) => `destination ${name}: ${line}`);
    throw new DestinationError(lines.join('\n'), error);
  }
}
