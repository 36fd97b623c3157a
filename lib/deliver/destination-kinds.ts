import type {
  DestinationConfig,
  DestinationConfigs,
  DestinationKind,
} from '../config/destination-config.ts';
import { DestinationCounts } from './destination-counts.ts';
import type { Destination, DestinationContext } from './destination.ts';
import { createFileDestination } from './file/file-destination.ts';
import { createRedisDestination } from './redis/redis-destination.ts';
import { createStdoutDestination } from './stdout/stdout-destination.ts';
import { createSyslogDestination } from './syslog/syslog-destination.ts';
import { createWinstonDestination } from './winston/winston-destination.ts';

type DestinationKinds = {
  readonly [K in DestinationKind]: (
    config: DestinationConfigs[K],
    context: DestinationContext,
  ) => Destination | Promise<Destination>;
};

/** How each kind of destination is created, on the main thread. */
const DESTINATION_KINDS = {
  file: createFileDestination,
  stdout: createStdoutDestination,
  redis: createRedisDestination,
  syslog: createSyslogDestination,
  winston: createWinstonDestination,
} satisfies DestinationKinds;

/** If absent: `stdout` is that of the process, `queue` that of the configuration, `counts` are new, `maxOpen` is no bound, and there is no spool. */
export type DestinationOptions = Pick<DestinationContext, 'log'> & Partial<DestinationContext>;

/** The main thread's side of a destination. Rejects with DestinationError if this machine cannot provide it. */
export async function createDestination(
  config: DestinationConfig,
  options: DestinationOptions,
): Promise<Destination> {
  const create = DESTINATION_KINDS[config.type] as (
    config: DestinationConfig,
    context: DestinationContext,
  ) => Promise<Destination>;
  const queue = { limitBytes: config.queueBytes };
  const counts = new DestinationCounts();
  const maxOpen = Number.POSITIVE_INFINITY;
  return create(config, {
    queue,
    counts,
    maxOpen,
    spool: undefined,
    stdout: process.stdout,
    ...options,
  });
}
