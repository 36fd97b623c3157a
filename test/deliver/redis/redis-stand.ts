import { Redis } from 'ioredis';
import type { RedisDestinationConfig } from '../../../lib/config/destination-config.ts';
import type { Outcome, SealedBatch } from '../../../lib/deliver/batch.ts';
import { BufferPool } from '../../../lib/deliver/buffer-pool.ts';
import { DestinationCounts } from '../../../lib/deliver/destination-counts.ts';
import type { Encoder } from '../../../lib/deliver/encoder.ts';
import { createEncoder } from '../../../lib/deliver/encoder-kinds.ts';
import { Outbox } from '../../../lib/deliver/outbox/outbox.ts';
import { createRedisCarrier } from '../../../lib/deliver/redis/redis-destination.ts';
import { RedisServer } from '../../servers/redis-server.ts';
import { eventOf, hostName } from '../encoder-stand.ts';
import { LogRecord } from '../log-record.ts';

export interface StandOptions {
  readonly timeoutMs?: number;
}

/** One destination on a real server, fed with batches of events; retries do not wait longer than 50 ms. */
export class RedisStand {
  readonly server: RedisServer;
  /** A connection of the test. */
  readonly redis: Redis;
  readonly log = new LogRecord();
  readonly counts = new DestinationCounts();
  readonly outcomes: Outcome[] = [];
  readonly outbox: Outbox;
  readonly #encoder: Encoder;
  readonly #sealed: SealedBatch[] = [];
  #hosts = 0;

  constructor(server: RedisServer, config: RedisDestinationConfig, options: StandOptions = {}) {
    const { log, counts } = this;
    this.server = server;
    this.redis = new Redis({
      port: server.port,
      host: '127.0.0.1',
      retryStrategy: () => 20,
      maxRetriesPerRequest: null,
    });
    this.redis.on('error', () => undefined);
    const carrier = createRedisCarrier(config, { log, counts, ...options });
    this.outbox = new Outbox(
      { name: config.name, queue: { limitBytes: config.queueBytes } },
      {
        carrier,
        log,
        counts,
        timers: {
          now: () => performance.now(),
          after: (delayMs, callback) => {
            const timer = setTimeout(callback, Math.min(delayMs, 50));
            return () => clearTimeout(timer);
          },
        },
      },
    );
    this.#encoder = createEncoder(config, {
      origin: { destination: 0, generation: 1, shard: 0 },
      pool: new BufferPool(),
      handOver: (batch) => this.#sealed.push(batch),
    });
  }

  /** Sends events as one batch: pairs of host and text. */
  send(...events: readonly (readonly [host: string, text: string])[]): void {
    for (const [host, text] of events) {
      this.#encoder.encode(eventOf(text, hostName(host, this.#hosts++)));
    }
    this.#encoder.flush();
    for (const batch of this.#sealed.splice(0)) {
      this.outbox.accept({
        ...batch,
        released: () => undefined,
        settled: (outcome) => this.outcomes.push(outcome),
      });
    }
  }

  /** The same, until the server has it. */
  async deliver(...events: readonly (readonly [host: string, text: string])[]): Promise<void> {
    this.send(...events);
    await this.drained();
  }

  drained(): Promise<void> {
    return this.outbox.drain(AbortSignal.timeout(20_000));
  }

  /** The first field of each entry. */
  async entries(stream: string): Promise<string[]> {
    const entries = await this.redis.xrange(stream, '-', '+');
    return entries.map(([, [, value = '']]) => value);
  }

  /** Resolves when the log has an entry that matches. */
  async logged(pattern: RegExp): Promise<void> {
    const deadline = Date.now() + 20_000;
    while (!this.log.entries.some((entry) => pattern.test(entry))) {
      if (Date.now() > deadline) throw new Error(`not logged: ${this.log.entries.join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Entries of the log for operators to see: errors and warnings. */
  get problems(): string[] {
    return this.log.entries.filter((entry) => /^(error|warn)/.test(entry));
  }

  async close(): Promise<void> {
    await this.outbox.close();
    this.redis.disconnect();
    await this.server.stop();
  }
}
