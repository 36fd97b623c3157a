import type {
  DestinationConfig,
  DestinationConfigs,
  DestinationKind,
} from '../config/destination-config.ts';
import type { Destination, DestinationContext } from './destination.ts';
import { createFileDestination } from './file/file-destination.ts';
import { createStdoutDestination } from './stdout/stdout-destination.ts';
import { createSyslogDestination } from './syslog/syslog-destination.ts';

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
  syslog: createSyslogDestination,
} satisfies DestinationKinds;

/** If absent: `stdout` is that of the process, `queue` that of the configuration, and `note` counts nothing. */
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
  return create(config, { queue, stdout: process.stdout, note: countNothing, ...options });
}

const countNothing: DestinationContext['note'] = () => undefined;
