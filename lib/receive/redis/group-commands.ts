import type { RedisSourceConfig } from '../../config/source-config.ts';
import { readClaimReply, readGroupReply, type Delivered } from './entry.ts';
import type { StreamConnection } from './stream-connection.ts';

/** Entries of one reply, at most; also of a chunk. */
export const CHUNK_ENTRIES = 500;

/**
 * Removes the consumers of a group that have nothing pending and were idle for long; one step on the server, since removing a consumer drops its
 * pending entries. ARGV: group, own name, idle time in milliseconds.
 */
const REMOVE_IDLE = `for _, pairs in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local consumer = {}
  for i = 1, #pairs, 2 do consumer[pairs[i]] = pairs[i + 1] end
  if consumer.name ~= ARGV[2] and consumer.pending == 0 and consumer.idle > tonumber(ARGV[3]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer.name)
  end
end`;

/** How far a group has read a stream. */
export interface GroupState {
  /** Entries it has not read; undefined if the server does not know. */
  readonly lag: number | undefined;
  /** Entries that were removed from the stream before the group read them, up to now. */
  readonly trimmedUnread: number;
}

/** The commands of one consumer of a group of one stream. Each rejects like `StreamConnection.call`. */
export class GroupCommands {
  readonly #connection: StreamConnection;
  readonly #key: string;
  readonly #group: string;
  readonly #consumer: string;
  readonly #claimAfterMs: number;

  constructor(
    connection: StreamConnection,
    key: string,
    { group, consumer, claimAfterMs }: RedisSourceConfig,
  ) {
    this.#connection = connection;
    this.#key = key;
    this.#group = group;
    this.#consumer = consumer;
    this.#claimAfterMs = claimAfterMs;
  }

  /** Creates the group unless it is there. Returns whether it was missing. */
  async createGroup(): Promise<boolean> {
    try {
      await this.#call('xgroup', 'CREATE', this.#key, this.#group, 0, 'MKSTREAM');
      return true;
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('BUSYGROUP')) return false;
      throw error;
    }
  }

  /** Entries that this consumer has had before and not acknowledged, after `id`. */
  async readPending(id: string): Promise<Delivered> {
    return readGroupReply(await this.#readGroup([], id));
  }

  /** Entries that no consumer has had; waits for `blockMs` if there are none. */
  async readNew(blockMs: number): Promise<Delivered> {
    return readGroupReply(await this.#readGroup(['BLOCK', blockMs], '>'));
  }

  /** Takes over entries from `cursor` on that a consumer has had for too long. */
  async claim(cursor: string): Promise<Delivered & { readonly cursor: string }> {
    const reply = await this.#call(
      'xautoclaim',
      this.#key,
      this.#group,
      this.#consumer,
      this.#claimAfterMs,
      cursor,
      'COUNT',
      CHUNK_ENTRIES,
    );
    return readClaimReply(reply);
  }

  /** Shows that this consumer still works at entries. Does not count as a delivery. */
  async renew(ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += CHUNK_ENTRIES) {
      const some = ids.slice(at, at + CHUNK_ENTRIES);
      await this.#call('xclaim', this.#key, this.#group, this.#consumer, 0, ...some, 'JUSTID');
    }
  }

  async acknowledge(ids: readonly string[]): Promise<void> {
    await this.#call('xack', this.#key, this.#group, ...ids);
  }

  /** The deliveries of this consumer's pending entries from `first` to `last`, by id. */
  async deliveries(first: string, last: string): Promise<ReadonlyMap<string, number>> {
    const reply = await this.#call(
      'xpending',
      this.#key,
      this.#group,
      first,
      last,
      CHUNK_ENTRIES,
      this.#consumer,
    );
    const rows = reply as readonly (readonly [id: Buffer, Buffer, number, count: number])[];
    return new Map(rows.map(([id, , , count]) => [id.toString(), count]));
  }

  /** Removes other consumers that have nothing pending and were idle for `idleMs`. */
  async removeIdleConsumers(idleMs: number): Promise<void> {
    await this.#call('eval', REMOVE_IDLE, 1, this.#key, this.#group, this.#consumer, idleMs);
  }

  async state(): Promise<GroupState> {
    const [stream, groups] = await Promise.all([
      this.#call('xinfo', 'STREAM', this.#key),
      this.#call('xinfo', 'GROUPS', this.#key),
    ]);
    const rows = (groups as readonly (readonly unknown[])[]).map(pairsOf);
    const group = rows.find((row) => textOf(row.get('name')) === this.#group);
    return stateOf(pairsOf(stream as readonly unknown[]), group ?? new Map());
  }

  #readGroup(options: readonly (string | number)[], id: string): Promise<unknown> {
    const count = ['COUNT', CHUNK_ENTRIES];
    const member = ['GROUP', this.#group, this.#consumer];
    return this.#call('xreadgroup', ...member, ...count, ...options, 'STREAMS', this.#key, id);
  }

  #call(name: string, ...parameters: readonly (string | number)[]): Promise<unknown> {
    return this.#connection.call(name, parameters);
  }
}

function pairsOf(row: readonly unknown[]): ReadonlyMap<string, unknown> {
  const pairs = new Map<string, unknown>();
  for (let i = 0; i + 1 < row.length; i += 2) pairs.set(textOf(row[i]), row[i + 1]);
  return pairs;
}

function textOf(value: unknown): string {
  return value instanceof Buffer ? value.toString() : '';
}

/** Entries before the first one of the stream that the group has not counted as read were trimmed unread. Needs Redis 7. */
function stateOf(
  stream: ReadonlyMap<string, unknown>,
  group: ReadonlyMap<string, unknown>,
): GroupState {
  const lag = group.get('lag');
  const added = stream.get('entries-added');
  const last = textOf(group.get('last-delivered-id'));
  const read = last === '0-0' ? 0 : group.get('entries-read');
  const length = stream.get('length');
  const first = stream.get('first-entry');
  const firstId = Array.isArray(first) ? textOf(first[0]) : '0-0';
  const isBehind = isLater(firstId, last);
  const isKnown = typeof added === 'number' && typeof read === 'number';
  const gone = isKnown ? added - Number(length) - read : 0;
  return {
    lag: typeof lag === 'number' ? lag : undefined,
    trimmedUnread: isBehind ? Math.max(0, gone) : 0,
  };
}

function isLater(id: string, than: string): boolean {
  const [ms = 0, number = 0] = id.split('-').map(Number);
  const [thanMs = 0, thanNumber = 0] = than.split('-').map(Number);
  return ms > thanMs || (ms === thanMs && number > thanNumber);
}
