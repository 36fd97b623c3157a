import type {
  DestinationConfig,
  DestinationConfigs,
  DestinationKind,
} from './destination-config.ts';
import { describeRedisServer } from './redis-server-config.ts';
import { printSyslogTarget } from './syslog-target.ts';

/** Apart from the schemas, because the main thread of a relay, which logs these words, does not load zod (0.3 s of CPU, 10 MB). */
const DESCRIPTIONS: {
  readonly [K in DestinationKind]: (config: DestinationConfigs[K]) => string;
} = {
  file: ({ path }) => `writes to ${path}`,
  stdout: () => 'writes to standard output',
  redis: ({ server, stream }) =>
    `writes to stream ${server.keyPrefix}${stream} of ${describeRedisServer(server)}`,
  syslog: ({ to }) => `sends to ${to.map(printSyslogTarget).join(', otherwise to ')}`,
  winston: ({ transport: { module } }) => `hands events to the winston transport ${module}`,
};

/** The target of a destination in words, such as `writes to /var/log/messages`. */
export function describeTarget(config: DestinationConfig): string {
  const describe = DESCRIPTIONS[config.type] as (config: DestinationConfig) => string;
  return describe(config);
}
