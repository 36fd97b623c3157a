import { runTrial, type Bench, type Load, type Trial } from '../measure/trial.ts';
import type { Receiver } from '../receivers/receiver.ts';
import type { Steady } from './steady.ts';

/** A shape of traffic at one steady rate. */
export interface Crowd {
  readonly name: string;
  readonly hosts: number;
  readonly senders: number;
}

export const CROWDS: readonly Crowd[] = [
  { name: 'one host', hosts: 1, senders: 1 },
  { name: '10,000 hosts', hosts: 10_000, senders: 10_000 },
  { name: '50,000 senders of 10,000 hosts', hosts: 10_000, senders: 50_000 },
];

export interface CrowdTrial extends Trial {
  readonly crowd: string;
}

/** The same rate from one host, from many, and from many senders: round by round, one receiver after the other. */
export async function manyHosts(
  bench: Bench,
  receivers: readonly Receiver[],
  { format, rate, seconds, burst, repeat }: Steady & { readonly repeat: number },
  report: (trial: Trial) => void,
): Promise<readonly CrowdTrial[]> {
  const trials: CrowdTrial[] = [];
  const messages = rate * seconds;
  for (let round = 0; round < repeat; round++) {
    for (const { name, hosts, senders } of CROWDS) {
      const load: Load = { format, messages, hosts, senders, rate, burst, run: 1, timed: false };
      for (const receiver of receivers) {
        const trial = await runTrial(bench, receiver, load);
        report(trial);
        trials.push({ ...trial, crowd: name });
      }
    }
  }
  return trials;
}
