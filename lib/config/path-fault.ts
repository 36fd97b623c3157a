import type { Path } from './yaml-tree.ts';

/** What is wrong with the value at `path`. */
export interface PathFault {
  readonly path: Path;
  /** Whether the key is meant, not the value behind it. */
  readonly atKey: boolean;
  /** Where in the text of the value; undefined: all of it. */
  readonly offset: number | undefined;
  readonly what: string;
  readonly mend: string;
}
