import type { Bench } from '../measure/trial.ts';
import {
  syslogOutTrial,
  type SyslogOutTrial,
  type UpstreamTransport,
} from '../syslog-out/syslog-out-trial.ts';

export interface SyslogOutSettings {
  readonly repeat: number;
  readonly seconds: number;
  readonly peers: boolean;
}

/** The first is one that syslog-ng takes at once; at the others the relay's queue takes what syslog-ng does not. */
const RATES: Record<UpstreamTransport, readonly number[]> = {
  tcp: [50_000, 100_000, 200_000],
  udp: [50_000, 100_000],
  'unix-dgram': [50_000, 100_000],
};

/** The relay in front of syslog-ng, over each transport; none without peers. */
export async function syslogOut(
  bench: Bench,
  { repeat, seconds, peers }: SyslogOutSettings,
  report: (trial: SyslogOutTrial) => void,
): Promise<readonly SyslogOutTrial[]> {
  if (!peers) return [];
  const trials: SyslogOutTrial[] = [];
  for (let round = 0; round < repeat; round++) {
    for (const [transport, rates] of Object.entries(RATES)) {
      for (const rate of rates) {
        const load = { transport: transport as UpstreamTransport, rate, seconds };
        const trial = await syslogOutTrial(bench, load);
        report(trial);
        trials.push(trial);
      }
    }
  }
  return trials;
}
