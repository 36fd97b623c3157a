import { z } from 'zod';
import { SPOOL_MODES, type DestinationConfig, type SpoolMode } from '../../destination-config.ts';
import { oneOf, size } from '../words.ts';

/** How one kind of destination is written in the configuration. */
export interface DestinationSchema<C extends DestinationConfig, S extends z.ZodType = z.ZodType> {
  /** A mapping with `type`. */
  readonly schema: S;
  toConfig(name: string, raw: z.output<S>): C;
  /** As it would be written, every default included. */
  toYaml(config: C): object;
}

/** The key `queue`, common to all kinds. */
export const queue = (): z.ZodType<number> =>
  size('64KiB', '64GiB')
    .prefault('64MiB')
    .describe('Bound of the queue; events beyond it are dropped and counted.');

/** The key `spool`, common to all network kinds. */
export const spool = (): z.ZodOptional<z.ZodType<SpoolMode>> =>
  oneOf(SPOOL_MODES)
    .optional()
    .describe('Which events go through the disk; as the `when` of `spool` when absent.');
