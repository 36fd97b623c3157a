import type { Bench } from '../measure/trial.ts';
import { redisInTrial, type RedisInTrial } from '../redis/redis-in-trial.ts';

export interface RedisInSettings {
  readonly repeat: number;
  readonly messages: number;
}

const STREAMS = [1, 16];

/** A backlog in Redis read into one file, from one stream and from several. */
export async function redisIn(
  bench: Bench,
  { repeat, messages }: RedisInSettings,
  report: (trial: RedisInTrial) => void,
): Promise<readonly RedisInTrial[]> {
  const trials: RedisInTrial[] = [];
  for (let round = 0; round < repeat; round++) {
    for (const streams of STREAMS) {
      const trial = await redisInTrial(bench, { events: messages, streams });
      report(trial);
      trials.push(trial);
    }
  }
  return trials;
}
