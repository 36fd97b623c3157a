import type { BenchFormat } from '../generator/job.ts';

/** A rate that is held. */
export interface Steady {
  readonly format: BenchFormat;
  /** Messages a second. */
  readonly rate: number;
  readonly seconds: number;
  /** Messages that leave at once. */
  readonly burst: number;
}
