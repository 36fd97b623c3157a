import { Redis } from 'ioredis';
import { loadConfig } from '../../../lib/config/load-config.ts';
import type { RedisSourceConfig } from '../../../lib/config/source-config.ts';
import { COUNT, createSourceCounts, type SourceCounter } from '../../../lib/observe/counters.ts';
import { RedisReader } from '../../../lib/receive/redis/redis-reader.ts';
import { ShardPipeline } from '../../../lib/shard/shard-pipeline.ts';
import type { RedisServer } from '../../servers/redis-server.ts';

const WAIT_MS = 8000;
/** Of a stop, for chunks that nobody settles. */
const GRACE_MS = 100;

/** How chunks end: as if a destination had delivered them, or had dropped events for a reason that may pass; or not at all. */
export type Fate = 'delivered' | 'dropped' | 'unsettled';

/** A reader of a real server, and a pipeline that keeps what comes out as lines of JSON. */
export class RedisSourceStand {
  /** The events, in order. */
  readonly lines: string[] = [];
  readonly reports: string[] = [];
  /** Chunks that were passed on, and how many of them were not settled at most. */
  chunks = 0;
  mostUnsettled = 0;
  fate: Fate = 'delivered';
  readonly reader: RedisReader;
  /** A connection of the test. */
  readonly redis: Redis;
  readonly #counts = createSourceCounts();
  readonly #unsettled = new Set<number>();

  /** `settings`: keys of the source besides its address, which `place` has if it is not that of `server`. */
  constructor(
    server: RedisServer,
    settings: string,
    place = `url: "redis://127.0.0.1:${server.port}"`,
  ) {
    const { config } = loadConfig(
      `sources: { edge: { type: redis, ${place}, ${settings} } }
destinations: { out: { type: stdout, format: json } }`,
      { file: 'test', env: {}, readFile: () => '' },
    );
    const pipeline = new ShardPipeline(
      0,
      {
        generation: 0,
        config,
        names: { names: new Map(), userdata: undefined, dns: false, scopes: new Map() },
        inputs: [{ fd: -1, source: 0, port: 0 }],
        counts: [this.#counts],
        routed: new Float64Array(1),
      },
      {
        handOver: (batches) => {
          for (const { bytes, used } of batches) {
            const text = Buffer.from(bytes.buffer, bytes.byteOffset, used).toString();
            this.lines.push(...text.trimEnd().split('\n'));
          }
        },
        chunkEnded: (receipt) => this.#onChunk(receipt),
        ask: () => undefined,
        busiest: () => undefined,
      },
    );
    this.redis = new Redis(server.port, '127.0.0.1');
    this.redis.on('error', () => undefined);
    const context = {
      opened: () => undefined,
      arrived: () => undefined,
      report: (level: string, message: string) => void this.reports.push(`${level} ${message}`),
    };
    this.reader = new RedisReader(context, GRACE_MS);
    const source = config.sources[0] as RedisSourceConfig;
    void this.reader
      .open([{ config: source, input: { fd: -1, source: 0, port: 0 } }])
      .then(() => this.reader.read(pipeline.sinks(), pipeline));
  }

  count(counter: SourceCounter): number {
    return this.#counts[COUNT[counter]] as number;
  }

  /** Settles what is not settled. */
  settleAll(isFinal: boolean): void {
    const receipts = [...this.#unsettled];
    this.#unsettled.clear();
    for (const receipt of receipts) this.reader.settled(receipt, isFinal);
  }

  /** Resolves when `isTrue`; rejects after a while. */
  async until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = Date.now() + WAIT_MS;
    while (!(await isTrue())) {
      if (Date.now() > deadline) {
        const seen = [...this.reports, `${this.lines.length} events, ${this.chunks} chunks`];
        throw new Error(`waited in vain: ${String(isTrue)}; ${seen.join('; ')}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Entries of the group that were delivered and not acknowledged. */
  async pending(stream = 'logs', group = 'netconsole-relay'): Promise<number> {
    const [count] = (await this.redis.xpending(stream, group)) as [number];
    return count;
  }

  async close(): Promise<void> {
    this.settleAll(true);
    await this.reader.close();
    this.redis.disconnect();
  }

  /** The reader learns of the end of a chunk later than it gets the receipt, as in a relay. */
  #onChunk(receipt: number): void {
    this.chunks++;
    this.#unsettled.add(receipt);
    this.mostUnsettled = Math.max(this.mostUnsettled, this.#unsettled.size);
    const { fate } = this;
    if (fate === 'unsettled') return;
    setImmediate(() => {
      if (this.#unsettled.delete(receipt)) this.reader.settled(receipt, fate === 'delivered');
    });
  }
}

/** An event as a relay writes it to a stream. */
export function eventJson(message: string, host = 'web1'): string {
  return `{"receivedAt":"2026-11-20T14:40:00.123456Z","source":{"address":"192.0.2.10","port":6665,"transport":"udp","listener":"kernel"},"format":"netconsole-extended","hostname":"${host}","facility":0,"severity":4,"appName":"kernel","message":${JSON.stringify(message)},"kernel":{"sequence":18446744073709551615}}`;
}
