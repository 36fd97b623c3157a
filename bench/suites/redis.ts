import type { Bench } from '../measure/trial.ts';
import { relayToRedis } from '../redis/relay.ts';
import type { RedisReceiver } from '../redis/redis-receiver.ts';
import { redisTrial, type RedisTrial } from '../redis/redis-trial.ts';
import { syslogNgToRedis } from '../redis/syslog-ng.ts';

export interface RedisSettings {
  readonly repeat: number;
  readonly seconds: number;
  readonly peers: boolean;
}

/** One rate that both hold, then rates until events are lost. */
const STEADY_RATE = 40_000;
const STREAMS = [1, 64];
const FIRST_RATE = 40_000;
const STEP = 1.3;
const HIGHEST_RATE = 400_000;

/** The relay beside syslog-ng's `redis()`, in turn: CPU at one rate, and the highest rate of equal content without loss. */
export async function redisStreams(
  bench: Bench,
  { repeat, seconds, peers }: RedisSettings,
  report: (trial: RedisTrial) => void,
): Promise<readonly RedisTrial[]> {
  const peer = peers ? syslogNgToRedis() : undefined;
  if (peer !== undefined && 'why' in peer) process.stderr.write(`${peer.name}: ${peer.why}\n`);
  const receivers = [relayToRedis, peer].filter((each) => each !== undefined && 'start' in each);
  const trials: RedisTrial[] = [];
  const run = async (receiver: RedisReceiver, load: RedisTrial['load']): Promise<RedisTrial> => {
    const trial = await redisTrial(bench, receiver, load);
    report(trial);
    trials.push(trial);
    return trial;
  };
  for (let round = 0; round < repeat; round++) {
    for (const streams of STREAMS) {
      for (const receiver of receivers) {
        for (const content of receiver.contents) {
          await run(receiver, { streams, content, rate: STEADY_RATE, seconds });
        }
      }
    }
  }
  for (const receiver of receivers) {
    let rate = FIRST_RATE;
    let isLossless = true;
    while (isLossless && rate < HIGHEST_RATE) {
      rate = Math.round(rate * STEP);
      const trial = await run(receiver, { streams: 1, content: 'equal', rate, seconds });
      isLossless = trial.delivered === trial.sent;
    }
  }
  return trials;
}
