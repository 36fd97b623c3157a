import { z } from 'zod';
import type { DestinationConfig } from '../../destination-config.ts';
import { size } from '../words.ts';

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
