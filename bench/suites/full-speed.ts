import { messagesIn } from '../generator/fragments.ts';
import { isWhole, type BenchFormat } from '../generator/job.ts';
import { runTrial, type Bench, type Trial } from '../measure/trial.ts';
import type { Receiver } from '../receivers/receiver.ts';

export interface FullSpeedSettings {
  readonly formats: readonly BenchFormat[];
  /** Datagrams, where a message is several. */
  readonly messages: number;
  readonly hosts: number;
  readonly repeat: number;
}

/**
 * Every receiver against a generator that never pauses: format by format, round by round, one receiver after the other.
 * Fragmented records are for those that join them.
 */
export async function fullSpeed(
  bench: Bench,
  receivers: readonly Receiver[],
  { formats, messages, hosts, repeat }: FullSpeedSettings,
  report: (trial: Trial) => void,
): Promise<readonly Trial[]> {
  const trials: Trial[] = [];
  for (const format of formats) {
    const load = {
      format,
      messages: messagesIn(format, messages),
      hosts,
      senders: hosts,
      rate: undefined,
      burst: 1,
      run: 1,
      timed: false,
    };
    const able = receivers.filter(
      ({ joinsFragments, takes }) =>
        (joinsFragments || isWhole(format)) && (takes === undefined || takes(format)),
    );
    for (let round = 0; round < repeat; round++) {
      for (const receiver of able) {
        const trial = await runTrial(bench, receiver, load);
        report(trial);
        trials.push(trial);
      }
    }
  }
  return trials;
}
