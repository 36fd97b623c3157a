import type { BenchFormat } from '../generator/job.ts';
import { runTrial, type Bench, type Trial } from '../measure/trial.ts';
import type { Receiver } from '../receivers/receiver.ts';
import type { Steady } from './steady.ts';

/** What every rate tried has in common. */
export type HighestRateSettings = Omit<Steady, 'rate'> & { readonly hosts: number };

export interface HighestRate {
  readonly receiver: string;
  readonly format: BenchFormat;
  /** Messages a second, all of them delivered. */
  readonly rate: number;
  /** The generator could send no faster: the receiver's own limit lies higher. */
  readonly limitedByGenerator: boolean;
}

const FIRST_RATE = 200_000;
const LEAST_RATE = 6000;
/** A sender must be faster than the receivers. */
const RUN = 16;
/** The search ends when the rate that loses is at most this much above the one that does not. */
const PRECISION = 1.05;
/** Runs in which a rate may show that nothing is lost: something else may have taken the machine for a moment. */
const TRIES = 2;

/** Searches the highest steady rate at which every message is in its file. */
export async function highestRate(
  bench: Bench,
  receiver: Receiver,
  settings: HighestRateSettings,
  report: (trial: Trial) => void,
): Promise<HighestRate> {
  const { format } = settings;
  let good = 0;
  let bad = Number.POSITIVE_INFINITY;
  let limitedByGenerator = false;
  while (bad > good * PRECISION && bad > LEAST_RATE) {
    const rate = nextRate(good, bad);
    const outcome = await tryRate(bench, receiver, { ...settings, rate }, report);
    if (outcome.kind === 'kept') {
      good = rate;
      continue;
    }
    bad = rate;
    limitedByGenerator = outcome.kind === 'too-fast-to-send';
    if (outcome.kind === 'too-fast-to-send') good = Math.max(good, outcome.rate);
  }
  return { receiver: receiver.name, format, rate: good, limitedByGenerator };
}

type Outcome =
  | { readonly kind: 'kept' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'too-fast-to-send'; readonly rate: number };

function nextRate(good: number, bad: number): number {
  if (bad === Number.POSITIVE_INFINITY) return good === 0 ? FIRST_RATE : good * 2;
  return Math.round(good === 0 ? bad / 2 : Math.sqrt(good * bad));
}

async function tryRate(
  bench: Bench,
  receiver: Receiver,
  { format, hosts, seconds, burst, rate }: Steady & HighestRateSettings,
  report: (trial: Trial) => void,
): Promise<Outcome> {
  const messages = Math.round(rate * seconds);
  const load = { format, messages, hosts, senders: hosts, rate, burst, run: RUN, timed: false };
  let outcome: Outcome = { kind: 'lost' };
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const trial = await runTrial(bench, receiver, load);
    report(trial);
    const sentRate = Math.round(trial.sent / trial.seconds);
    if (trial.delivered < trial.sent) outcome = { kind: 'lost' };
    else if (sentRate < rate / PRECISION) outcome = { kind: 'too-fast-to-send', rate: sentRate };
    else return { kind: 'kept' };
  }
  return outcome;
}
