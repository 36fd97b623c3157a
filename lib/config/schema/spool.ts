import { z } from 'zod';
import type { SpoolConfig } from '../config.ts';
import { SPOOL_MODES, type DestinationConfig } from '../destination-config.ts';
import { printSize } from '../size.ts';
import { oneOf, section, size } from './words.ts';

const DIRECTORY_FORM = 'write the path of a directory';

/** The section `spool`. */
export const spoolSchema = section({
  directory: z
    .string({ error: DIRECTORY_FORM })
    .min(1, { error: DIRECTORY_FORM })
    .meta({ title: 'path' })
    .prefault('/var/spool/netconsole-relay')
    .describe('Where events of network destinations wait; one relay uses it at a time.'),
  maxSize: size('1MiB', '64TiB')
    .prefault('1GiB')
    .describe('Bytes on disk per destination; beyond that, the newest events are dropped.'),
  when: oneOf(SPOOL_MODES)
    .prefault('overflow')
    .describe(
      'Which events go through the disk: those that do not fit into the queue, all, or none. A destination’s `spool` overrides it.',
    ),
});

/** `raw`: undefined if the configuration has no such section. */
export function toSpool(
  raw: z.output<typeof spoolSchema> | undefined,
  destinations: readonly DestinationConfig[],
): SpoolConfig {
  const { directory, maxSize, when } = raw ?? spoolSchema.parse({});
  const isNamed = raw !== undefined || destinations.some((each) => namesSpool(each));
  return { directory, maxSizeBytes: maxSize, when, isNamed };
}

/** As it would be written; undefined if the configuration names no spool. */
export function spoolToYaml({
  directory,
  maxSizeBytes,
  when,
  isNamed,
}: SpoolConfig): object | undefined {
  return isNamed ? { directory, maxSize: printSize(maxSizeBytes), when } : undefined;
}

function namesSpool(config: DestinationConfig): boolean {
  return 'spool' in config && config.spool !== undefined && config.spool !== 'never';
}
