import type {
  DestinationConfig,
  DestinationConfigs,
  DestinationKind,
} from '../config/destination-config.ts';
import { DestinationCounts } from './destination-counts.ts';
import type { Destination, DestinationContext } from './destination.ts';
import { createFileDestination } from './file/file-destination.ts';
import { createStdoutDestination } from './stdout/stdout-destination.ts';

type DestinationKinds = {
  readonly [K in DestinationKind]: (
    config: DestinationConfigs[K],
    context: DestinationContext,
  ) => Destination | Promise<Destination>;
};

/** How each kind of destination is created, on the main thread. Modules of network kinds are loaded when a configuration names them: ioredis alone takes a third of a start. */
const DESTINATION_KINDS = {
  file: createFileDestination,
  stdout: createStdoutDestination,
  redis: async (config, context) => {
    const { createRedisDestination } = await import('./redis/redis-destination.ts');
    return createRedisDestination(config, context);
  },
  syslog: async (config, context) => {
    const { createSyslogDestination } = await import('./syslog/syslog-destination.ts');
    return createSyslogDestination(config, context);
  },
  winston: async (config, context) => {
    const { createWinstonDestination } = await import('./winston/winston-destination.ts');
    return createWinstonDestination(config, context);
  },
} satisfies DestinationKinds;

/** If absent: `stdout` is that of the process, `queue` that of the configuration, `counts` are new, `maxOpen` is no bound, and there is neither spool nor owner. */
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
    owner: undefined,
    stdout: process.stdout,
    ...options,
  });
}
