import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { RedisServer } from '../../test/servers/redis-server.ts';
import { startGenerator } from '../generator/generator.ts';
import { pacedJob } from '../generator/paced-job.ts';
import { readProcessUsage } from '../measure/process-usage.ts';
import type { Bench } from '../measure/trial.ts';
import { findFreePort, readUdpPort } from '../measure/udp-port.ts';
import type { RedisContent, RedisReceiver } from './redis-receiver.ts';

export interface RedisLoad {
  readonly streams: number;
  readonly content: RedisContent;
  /** Messages a second. */
  readonly rate: number;
  readonly seconds: number;
}

/** One receiver under one load. */
export interface RedisTrial {
  readonly receiver: string;
  readonly load: RedisLoad;
  readonly sent: number;
  readonly sentRate: number;
  /** Entries in the streams. */
  readonly delivered: number;
  readonly kernelDrops: number;
  readonly cpuNsPerMessage: number;
  /** Of the receiver's first thread. */
  readonly mainNsPerMessage: number;
  readonly serverNsPerMessage: number;
}

const WARM_UP_SECONDS = 3;
const QUIET_MS = 1500;
const TIMEOUT_MS = 60_000;

/** Starts a server without persistence and a receiver, puts it under load, and stops both when all is written. */
export async function redisTrial(
  bench: Bench,
  receiver: RedisReceiver,
  load: RedisLoad,
): Promise<RedisTrial> {
  const { streams, content } = load;
  const directory = mkdtempSync(join(bench.directory, 'redis-'));
  const server = await RedisServer.start();
  const redis = new Redis(server.port, '127.0.0.1');
  const port = await findFreePort();
  const generator = await startGenerator(pacedJob(port, load, WARM_UP_SECONDS));
  const { receiveBufferBytes } = bench;
  const redisPort = server.port;
  const setup = { port, redisPort, streams, content, directory, receiveBufferBytes };
  const running = await receiver.start(setup);
  try {
    const read = () => ({
      delivered: 0,
      drops: readUdpPort(port)?.drops ?? 0,
      cpu: readProcessUsage(running.pid).cpuSeconds,
      main: mainSeconds(running.pid),
      server: readProcessUsage(server.pid).cpuSeconds,
    });
    await generator.warmUp();
    const deliveredBefore = await settled(redis);
    const before = read();
    const result = await generator.go();
    const delivered = (await settled(redis)) - deliveredBefore;
    const after = read();
    const perMessage = (cpu: number): number => (cpu * 1e9) / Math.max(1, delivered);
    return {
      receiver: receiver.name,
      load,
      sent: result.sent,
      sentRate: result.sent / result.seconds,
      delivered,
      kernelDrops: after.drops - before.drops,
      cpuNsPerMessage: perMessage(after.cpu - before.cpu),
      mainNsPerMessage: perMessage(after.main - before.main),
      serverNsPerMessage: perMessage(after.server - before.server),
    };
  } finally {
    generator.end();
    redis.disconnect();
    await running.stop();
    await server.stop();
    rmSync(directory, { recursive: true });
  }
}

/** The entries of all streams, once their number has not changed for a while. */
async function settled(redis: Redis): Promise<number> {
  const deadline = Date.now() + TIMEOUT_MS;
  let entries = -1;
  let quietSince = Date.now();
  while (Date.now() - quietSince < QUIET_MS && Date.now() < deadline) {
    await sleep(100);
    const now = await countEntries(redis);
    if (now !== entries) quietSince = Date.now();
    entries = now;
  }
  return entries;
}

async function countEntries(redis: Redis): Promise<number> {
  const streams = await redis.keys('logs*');
  const lengths = await Promise.all(streams.map((stream) => redis.xlen(stream)));
  return lengths.reduce((sum, length) => sum + length, 0);
}

/** CPU of the first thread, in ticks of 10 ms. proc(5): task/TID/stat. */
function mainSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
