import { z } from 'zod';
import type {
  DestinationConfig,
  DestinationConfigs,
  DestinationKind,
} from '../destination-config.ts';
import { isMapping } from '../mapping.ts';
import { fileSchema } from './destinations/file.ts';
import { redisSchema } from './destinations/redis.ts';
import { stdoutSchema } from './destinations/stdout.ts';
import { syslogSchema } from './destinations/syslog.ts';
import { winstonSchema } from './destinations/winston.ts';
import type { DestinationSchema } from './destinations/destination-schema.ts';

/** The kinds of destinations in the configuration, in the order of the reference. */
const DESTINATION_SCHEMAS = {
  file: fileSchema,
  stdout: stdoutSchema,
  redis: redisSchema,
  syslog: syslogSchema,
  winston: winstonSchema,
} satisfies { readonly [K in DestinationKind]: DestinationSchema<DestinationConfigs[K]> };

/** The words for `type`. */
const DESTINATION_KINDS = Object.keys(DESTINATION_SCHEMAS) as readonly DestinationKind[];

export const destinationSchema = z.discriminatedUnion(
  'type',
  [
    fileSchema.schema,
    stdoutSchema.schema,
    redisSchema.schema,
    syslogSchema.schema,
    winstonSchema.schema,
  ],
  {
    error: ({ input }) =>
      isMapping(input)
        ? `write one of ${DESTINATION_KINDS.join(', ')}`
        : 'write a mapping with keys such as type',
  },
);

export function toDestination(
  name: string,
  raw: z.output<typeof destinationSchema>,
): DestinationConfig {
  return schemaOf(raw.type).toConfig(name, raw);
}

/** A destination as it would be written in the configuration, every default included. */
export function destinationToYaml(config: DestinationConfig): object {
  return schemaOf(config.type).toYaml(config);
}

function schemaOf(kind: DestinationKind): DestinationSchema<DestinationConfig> {
  return DESTINATION_SCHEMAS[kind];
}
