import { cpus } from 'node:os';
import { isWhole } from '../generator/job.ts';
import type { Bench, Trial } from '../measure/trial.ts';
import type { BenchOptions, Suite } from '../options.ts';
import type { Results } from '../report/results.ts';
import { createBareReceiver } from '../receivers/bare-typescript.ts';
import type { Receiver } from '../receivers/receiver.ts';
import { createRelay } from '../receivers/relay.ts';
import { fullSpeed } from './full-speed.ts';
import { highestRate, type HighestRate } from './highest-rate.ts';
import { latencyAt, type LatencyResult } from './latency.ts';
import { manyHosts, type CrowdTrial } from './many-hosts.ts';
import { tcpIn } from './tcp-in.ts';
import type { TcpTrial } from '../tcp/tcp-trial.ts';
import { syslogOut } from './syslog-out.ts';
import type { SyslogOutTrial } from '../syslog-out/syslog-out-trial.ts';
import { redisIn } from './redis-in.ts';
import type { RedisInTrial } from '../redis/redis-in-trial.ts';
import { redisStreams } from './redis.ts';
import type { RedisTrial } from '../redis/redis-trial.ts';

const LATENCY_RATES = [1000, 50_000];
const CROWD_RATE = 100_000;

export type SuiteResults = Pick<
  Results,
  | 'fullSpeed'
  | 'highestRate'
  | 'latency'
  | 'manyHosts'
  | 'redis'
  | 'redisIn'
  | 'tcpIn'
  | 'syslogOut'
>;

/**
 * Runs the chosen suites, in each the receivers in turn. A receiver that only counts has no files to measure. Those
 * suites that take one format need one whose messages are single datagrams.
 */
export async function runSuites(
  bench: Bench,
  receivers: readonly Receiver[],
  options: BenchOptions,
  report: (trial: Trial) => void,
): Promise<SuiteResults> {
  const { formats, messages, hosts, seconds, burst, repeat } = options;
  const format = formats.find(isWhole);
  const steady = { format: format ?? 'rfc3164', seconds, burst };
  const able = receivers.filter(({ takes }) => takes === undefined || takes(steady.format));
  const writers = able.filter(({ writesFiles }) => writesFiles);
  // What operators of high rates and of many hosts would set. The peers have threads of their own, and keep lines back longer.
  const onAllCores = relays(cpus().length > options.shards ? cpus().length : 0);
  const gathering = relays(options.shards, '3s');
  const runs = (suite: Suite): boolean =>
    options.suites.includes(suite) && (suite === 'full-speed' || format !== undefined);
  const rates: HighestRate[] = [];
  const latencies: LatencyResult[] = [];
  const crowds: CrowdTrial[] = [];

  const trials = runs('full-speed')
    ? await fullSpeed(bench, [createBareReceiver(), ...receivers], options, report)
    : [];
  for (let round = 0; round < (runs('highest-rate') ? repeat : 0); round++) {
    for (const receiver of [...able, ...onAllCores]) {
      rates.push(await highestRate(bench, receiver, { ...steady, hosts }, report));
    }
  }
  for (const rate of runs('latency') ? LATENCY_RATES : []) {
    for (const receiver of writers) {
      latencies.push(await latencyAt(bench, receiver, { ...steady, rate }, report));
    }
  }
  if (runs('many-hosts')) {
    // Several of the relay's longer flush intervals.
    const load = { ...steady, rate: CROWD_RATE, seconds: messages / CROWD_RATE, repeat };
    crowds.push(...(await manyHosts(bench, [...writers, ...gathering], load, report)));
  }
  const redis = runs('redis') ? await redisStreams(bench, options, reportRedis) : [];
  const fromRedis = runs('redis-in') ? await redisIn(bench, options, reportRedisIn) : [];
  const tcp = runs('tcp-in') ? await tcpIn(bench, options, reportTcp) : [];
  const upstream = runs('syslog-out') ? await syslogOut(bench, options, reportSyslogOut) : [];
  return {
    fullSpeed: trials,
    redis,
    redisIn: fromRedis,
    tcpIn: tcp,
    syslogOut: upstream,
    highestRate: rates,
    latency: latencies,
    manyHosts: crowds,
  };
}

function reportRedis(trial: RedisTrial): void {
  const { load, receiver, delivered, sent, sentRate, cpuNsPerMessage, serverNsPerMessage } = trial;
  process.stderr.write(
    `redis, ${load.streams} streams, ${load.content} ${receiver}: ${delivered} of ${sent} at ${Math.round(sentRate)}/s, ` +
      `${Math.round(cpuNsPerMessage)} ns, server ${Math.round(serverNsPerMessage)} ns\n`,
  );
}

function reportRedisIn({ load, delivered, rate, threadNsPerEvent }: RedisInTrial): void {
  process.stderr.write(
    `redis-in, ${load.streams} streams: ${delivered} of ${load.events} at ${Math.round(rate)}/s, ` +
      `${Math.round(threadNsPerEvent)} ns of the reading thread\n`,
  );
}

function reportTcp({ load, receiver, delivered, sentRate, cpuNsPerMessage }: TcpTrial): void {
  process.stderr.write(
    `tcp-in, ${load.connections} connections ${receiver}: ${delivered} of ${load.messages} at ${Math.round(sentRate)}/s, ` +
      `${Math.round(cpuNsPerMessage)} ns\n`,
  );
}

function reportSyslogOut(trial: SyslogOutTrial): void {
  const { load, sent, delivered, rate, cpuNsPerMessage, peerNsPerMessage } = trial;
  process.stderr.write(
    `syslog-out, ${load.transport} at ${load.rate}/s: ${delivered} of ${sent} at ${Math.round(rate)}/s, ` +
      `${Math.round(cpuNsPerMessage)} ns, syslog-ng ${Math.round(peerNsPerMessage)} ns\n`,
  );
}

/** The relay with this many shards; none for no shards, or when it is not built. */
function relays(shards: number, flushInterval?: string): Receiver[] {
  if (shards === 0) return [];
  return [createRelay(shards, flushInterval === undefined ? {} : { flushInterval })].filter(
    (relay) => 'start' in relay,
  );
}
