import type { Snapshot } from './snapshot.ts';

/** One value of a metric, with its labels. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One metric: names and units follow https://prometheus.io/docs/practices/naming/. */
export interface Series {
  /** Without `netconsole_relay_`. */
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly labels: readonly string[];
  samples(snapshot: Snapshot): readonly Sample[];
}
