import { setTimeout as pause } from 'node:timers/promises';
import type { RedisSourceConfig } from '../../config/source-config.ts';
import type { ClusterNodes } from '../../redis-client/cluster-nodes.ts';
import type { ChunkWindow } from './chunk-window.ts';
import { Chunks } from './chunks.ts';
import type { Delivered, Entry } from './entry.ts';
import { GroupCommands, type GroupState } from './group-commands.ts';
import { Redirected, StreamConnection } from './stream-connection.ts';

/** How long a read waits for entries: nothing else is sent on the connection meanwhile. */
const BLOCK_MS = 1000;
/** The same while entries are to be acknowledged. */
const BUSY_BLOCK_MS = 20;
const RETRY_MS = 1000;
/** Deliveries of an entry after which it is refused: it may be what ends the process each time. */
const MAX_DELIVERIES = 10;
const STATE_EVERY_MS = 5000;
const CLEAN_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** What a stream's reader needs of its source. */
export interface StreamContext {
  readonly config: RedisSourceConfig;
  readonly nodes: ClusterNodes | undefined;
  readonly window: ChunkWindow;
  /** Passes entries on as one chunk; returns its receipt. */
  pass(entries: readonly Entry[]): number;
  /** The server cannot be used for `problem`; undefined: it can be used again. */
  failing(key: string, problem: Error | undefined): void;
  groupCreated(key: string): void;
  /** An entry was delivered too often. */
  refused(key: string, id: string): void;
  trimmed(entries: number): void;
  /** Called every few seconds. */
  state(key: string, state: GroupState): void;
}

/** Reads one stream as a member of a consumer group, over a connection of its own. */
export class StreamReader {
  readonly #key: string;
  readonly #context: StreamContext;
  readonly #connection: StreamConnection;
  readonly #commands: GroupCommands;
  readonly #chunks: Chunks;
  #renewing: NodeJS.Timeout | undefined;
  #isClaimDue = false;
  #isGroupKnown = false;
  #stateMs = 0;
  #cleanMs = 0;
  #isStopped = false;
  #running: Promise<void> | undefined;

  /** `key`: the stream, with its prefix. */
  constructor(key: string, context: StreamContext) {
    const { config, nodes, window } = context;
    this.#key = key;
    this.#context = context;
    this.#connection = new StreamConnection(config.server, key, nodes);
    this.#commands = new GroupCommands(this.#connection, key, config);
    this.#chunks = new Chunks(window, (entries) => context.pass(entries));
  }

  /** Begins to read, once. */
  start(): void {
    if (this.#running !== undefined || this.#isStopped) return;
    this.#running = this.#run();
    this.#renewing = setInterval(() => this.#renew(), this.#context.config.claimAfterMs / 3);
  }

  /** See `SourceReader.settled`. */
  settled(receipt: number, isFinal: boolean): void {
    this.#chunks.settled(receipt, isFinal);
  }

  /** Reads no more; waits for `graceMs` until what was passed on is settled, and acknowledges it. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopped = true;
    await Promise.race([this.#chunks.whenSettled(), rest(graceMs)]);
    this.#chunks.stop();
    await this.#acknowledge().catch(() => undefined);
    clearInterval(this.#renewing);
    this.#connection.close();
    // A chunk that waits for its turn stays pending: it comes again.
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      try {
        await this.#connection.open();
        await this.#readAll();
      } catch (error) {
        await this.#recover(error);
      }
    }
  }

  /** Reads until an error, or until stopped. */
  async #readAll(): Promise<void> {
    const isNew = await this.#commands.createGroup();
    if (isNew && this.#isGroupKnown) this.#context.groupCreated(this.#key);
    this.#isGroupKnown = true;
    this.#context.failing(this.#key, undefined);
    await this.#readPending();
    while (!this.#isStopped) {
      await this.#acknowledge();
      if (this.#isClaimDue) await this.#claim();
      await this.#lookAround();
      const blockMs = this.#chunks.isIdle ? BLOCK_MS : BUSY_BLOCK_MS;
      await this.#pass(await this.#commands.readNew(blockMs));
    }
  }

  /** What was delivered to this consumer before and is neither in flight nor acknowledged. */
  async #readPending(): Promise<void> {
    for (let id = '0'; !this.#isStopped;) {
      const delivered = await this.#commands.readPending(id);
      const last = [...delivered.entries.map((entry) => entry.id), ...delivered.trimmed];
      if (last.length === 0) return;
      id = latest(last);
      await this.#pass(await this.#withoutPoison(delivered));
    }
  }

  /** Takes over what other consumers no longer work at. */
  async #claim(): Promise<void> {
    this.#isClaimDue = false;
    let cursor = '0-0';
    do {
      const claimed = await this.#commands.claim(cursor);
      cursor = claimed.cursor;
      await this.#pass(await this.#withoutPoison(claimed));
    } while (cursor !== '0-0' && !this.#isStopped);
  }

  /** Passes entries on when it is their turn. */
  async #pass({ entries, trimmed }: Delivered): Promise<void> {
    if (trimmed.length > 0) {
      this.#context.trimmed(trimmed.length);
      await this.#commands.acknowledge(trimmed);
    }
    // Of a stopped reader: it stays pending and comes again.
    if (!this.#isStopped) await this.#chunks.add(entries);
  }

  /** Leaves out the entries that were delivered too often, and acknowledges them. */
  async #withoutPoison(delivered: Delivered): Promise<Delivered> {
    const { entries } = delivered;
    const [first] = entries;
    const last = entries.at(-1);
    if (first === undefined || last === undefined) return delivered;
    const deliveries = await this.#commands.deliveries(first.id, last.id);
    const isPoison = ({ id }: Entry): boolean => (deliveries.get(id) ?? 0) > MAX_DELIVERIES;
    const poison = entries.filter((entry) => isPoison(entry) && !this.#chunks.has(entry.id));
    if (poison.length === 0) return delivered;
    await this.#commands.acknowledge(poison.map(({ id }) => id));
    for (const { id } of poison) this.#context.refused(this.#key, id);
    return { ...delivered, entries: entries.filter((entry) => !poison.includes(entry)) };
  }

  async #acknowledge(): Promise<void> {
    for (let ids = this.#chunks.toAcknowledge(); ids.length > 0;) {
      await this.#commands.acknowledge(ids);
      this.#chunks.acknowledged(ids);
      ids = this.#chunks.toAcknowledge();
    }
  }

  /** Other consumers would take over what waits for a slow destination. */
  #renew(): void {
    this.#isClaimDue = true;
    const ids = this.#chunks.ids;
    // A connection that fails is opened again by what reads.
    if (ids.length > 0) void this.#commands.renew(ids).catch(() => undefined);
  }

  async #lookAround(): Promise<void> {
    const nowMs = performance.now();
    if (nowMs >= this.#stateMs) {
      this.#stateMs = nowMs + STATE_EVERY_MS;
      this.#context.state(this.#key, await this.#commands.state());
    }
    if (nowMs < this.#cleanMs) return;
    this.#cleanMs = nowMs + CLEAN_EVERY_MS;
    await this.#commands.removeIdleConsumers(DAY_MS);
  }

  async #recover(error: unknown): Promise<void> {
    if (this.#isStopped) return;
    if (!(error instanceof Error)) throw error;
    // Another node has the stream, or it was deleted with its group: opening and creating are next.
    if (error instanceof Redirected || /^(?:NOGROUP|UNBLOCKED)/.test(error.message)) return;
    this.#context.failing(this.#key, error);
    await rest(RETRY_MS);
  }
}

/** The highest of some ids. */
function latest(ids: readonly string[]): string {
  return ids.reduce((a, b) => (orderOf(a) > orderOf(b) ? a : b));
}

/** Ids as numbers in their order. */
function orderOf(id: string): bigint {
  const [ms = '0', number = '0'] = id.split('-');
  return (BigInt(ms) << 64n) + BigInt(number);
}

/** A pause that keeps no thread from ending. */
function rest(ms: number): Promise<void> {
  return pause(ms, undefined, { ref: false });
}
