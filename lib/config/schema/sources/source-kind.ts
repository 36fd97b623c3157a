import type { z } from 'zod';

/** How sources of one kind, whose configuration is an `S`, are read from the file and printed. */
export interface SourceKindSchema<S> {
  /** Checks the keys of such a source; `type` is its kind. The result lacks only the source's name. */
  readonly schema: z.ZodType<(name: string) => S> & z.core.$ZodTypeDiscriminable;
  /** The inverse: keys and values as they are written in the file. */
  print(config: S): object;
}
