import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { Child } from '../../test/servers/child.ts';
import { RedisServer } from '../../test/servers/redis-server.ts';
import type { Bench } from '../measure/trial.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const HOSTS = 64;
const GROUP = 'netconsole-relay';
/** Entries read before the measurement begins: the thread is compiled and connected then. */
const WARM_UP_SHARE = 0.2;
const POLL_MS = 20;
/** Clock ticks of /proc in a second. */
const TICKS = 100;

export interface RedisInLoad {
  readonly events: number;
  readonly streams: number;
}

/** The source `redis` reading a backlog into one file. */
export interface RedisInTrial {
  readonly load: RedisInLoad;
  /** Lines in the file. */
  readonly delivered: number;
  readonly rate: number;
  /** Of the thread that reads and decodes. */
  readonly threadNsPerEvent: number;
}

/** Fills streams, starts a relay that reads them, and measures it until all is acknowledged. */
export async function redisInTrial(bench: Bench, load: RedisInLoad): Promise<RedisInTrial> {
  const { events, streams } = load;
  const directory = mkdtempSync(join(bench.directory, 'redis-in-'));
  const file = join(directory, 'messages.log');
  const config = join(directory, 'relay.yaml');
  const server = await RedisServer.start();
  const redis = new Redis(server.port, '127.0.0.1');
  await fill(redis, load);
  writeFileSync(
    config,
    `
sources:
  edge: { type: redis, url: "redis://127.0.0.1:${server.port}", streams: "logs:$(hash ${streams} $HOST)" }
destinations:
  file: { type: file, path: ${file} }
`,
  );
  const relay = new Child(process.execPath, [MAIN, 'run', '--config', config]);
  try {
    const first = await acknowledged(redis, streams, events * WARM_UP_SHARE);
    const before = { ms: performance.now(), threads: threadSeconds(relay) };
    const all = await acknowledged(redis, streams, events);
    const seconds = (performance.now() - before.ms) / 1000;
    const busiest = Math.max(
      ...[...threadSeconds(relay)].map(([id, cpu]) => cpu - (before.threads.get(id) ?? 0)),
    );
    await relay.stop();
    const delivered = readFileSync(file, 'latin1').split('\n').length - 1;
    return {
      load,
      delivered,
      rate: (all - first) / seconds,
      threadNsPerEvent: (busiest * 1e9) / (all - first),
    };
  } finally {
    await relay.stop('SIGKILL');
    redis.disconnect();
    await server.stop();
    rmSync(directory, { recursive: true });
  }
}

async function fill(redis: Redis, { events, streams }: RedisInLoad): Promise<void> {
  for (let number = 0; number < events;) {
    const pipeline = redis.pipeline();
    for (let i = 0; i < 1000 && number < events; i++, number++) {
      const host = `host${number % HOSTS}`;
      pipeline.xadd(`logs:${(number % HOSTS) % streams}`, '*', 'event', eventOf(number, host));
    }
    await pipeline.exec();
  }
}

/** Like what the relay writes of a message of the other suites. */
function eventOf(number: number, host: string): string {
  return `{"receivedAt":"2026-11-20T14:40:00.${String(number % 1e6).padStart(6, '0')}Z","source":{"address":"127.0.0.${number % HOSTS}","port":40112,"transport":"udp","listener":"load"},"format":"rfc3164","hostname":"${host}","facility":1,"severity":5,"timestamp":"2026-11-20T14:40:00+00:00","appName":"kernel","procId":"4711","message":"usb 1-1: new high-speed USB device number ${number} using xhci_hcd, a line of the usual length"}`;
}

/** Resolves with the number of acknowledged entries when it is `wanted` or more. */
async function acknowledged(redis: Redis, streams: number, wanted: number): Promise<number> {
  for (;;) {
    let sum = 0;
    for (let stream = 0; stream < streams; stream++) {
      const rows = await redis.xinfo('GROUPS', `logs:${stream}`);
      for (const row of rows as unknown[][]) {
        const of = (key: string): unknown => row[row.indexOf(key) + 1];
        if (of('name') === GROUP) sum += Number(of('entries-read')) - Number(of('pending'));
      }
    }
    if (sum >= wanted) return sum;
    await sleep(POLL_MS);
  }
}

/** CPU seconds of each thread of a process. */
function threadSeconds({ process: { pid } }: Child): ReadonlyMap<string, number> {
  const tasks = `/proc/${pid}/task`;
  return new Map(
    readdirSync(tasks).map((id) => {
      const fields = readFileSync(`${tasks}/${id}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return [id, (Number(fields[11]) + Number(fields[12])) / TICKS];
    }),
  );
}
