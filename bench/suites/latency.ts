import { join } from 'node:path';
import { hostOfMessage, type BenchFormat } from '../generator/job.ts';
import { FileFollower, followLatency, type Latency } from '../measure/latency.ts';
import { runTrial, type Bench, type Load, type Trial } from '../measure/trial.ts';
import type { Receiver } from '../receivers/receiver.ts';
import type { Steady } from './steady.ts';

export interface LatencyResult extends Latency {
  readonly receiver: string;
  readonly format: BenchFormat;
  readonly rate: number;
}

/** How long after it was sent a message of one host is in its file, at a steady rate. */
export async function latencyAt(
  bench: Bench,
  receiver: Receiver,
  { format, rate, seconds, burst }: Steady,
  report: (trial: Trial) => void,
): Promise<LatencyResult> {
  const messages = rate * seconds;
  const load: Load = {
    format,
    messages,
    hosts: 1,
    senders: 1,
    rate,
    burst,
    run: 1,
    timed: true,
  };
  const host = hostOfMessage(load, 0);
  const measured: Latency[] = [];
  const trial = await runTrial(bench, receiver, load, {
    aim: 'latency',
    watch(directory) {
      const follower = new FileFollower(join(directory, host, 'messages.log'));
      return async (sending) => {
        measured.push(await followLatency(follower, messages, sending));
      };
    },
  });
  report(trial);
  const [latency] = measured;
  if (latency === undefined) throw new Error('nothing was measured');
  return { receiver: receiver.name, format, rate, ...latency };
}
