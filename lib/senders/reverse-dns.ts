import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';

const CONCURRENCY = 32;
/** Cached for an address without a name. */
const NO_NAME = '';

/** Dependencies of a lookup. */
export interface ReverseDnsContext {
  /** Resolves with the names of an address, or rejects when there are none or nobody answers. */
  reverse(address: string): Promise<readonly string[]>;
  /** Milliseconds of a monotonic clock. */
  now(): number;
  /** Receives each name that was found, also from the cache. */
  found(address: string, name: string): void;
}

export interface ReverseDnsLimits {
  /** Maximum number of addresses cached or pending; further ones are not looked up. */
  readonly maxAddresses: number;
  readonly keepMs: number;
  /** Time for which a failure is cached. */
  readonly keepFailureMs: number;
}

/** As long as syslog-ng keeps them. */
const DNS_LIMITS: ReverseDnsLimits = {
  maxAddresses: 65_536,
  keepMs: 3_600_000,
  keepFailureMs: 60_000,
};

/** Another object once answers are forgotten. */
interface Lookups {
  /** Addresses of pending lookups. */
  readonly pending: Set<string>;
  readonly limit: ReturnType<typeof pLimit>;
}

/** Looks up the names of addresses, at most 32 at a time, and caches answers and failures. */
export class ReverseDns {
  readonly #context: ReverseDnsContext;
  readonly #limits: ReverseDnsLimits;
  readonly #names: LRUCache<string, string>;
  #lookups = newLookups();

  constructor(context: ReverseDnsContext, limits: ReverseDnsLimits = DNS_LIMITS) {
    this.#context = context;
    this.#limits = limits;
    // By size, not by `max`, which would reserve 2 MB though most relays never ask.
    this.#names = new LRUCache({
      maxSize: limits.maxAddresses,
      sizeCalculation: () => 1,
      ttlResolution: 0,
      perf: { now: () => context.now() },
    });
  }

  /** Looks up the name of an address, unless it is cached or its lookup is pending. */
  ask(address: string): void {
    const known = this.#names.get(address);
    if (known !== undefined) {
      if (known !== NO_NAME) this.#context.found(address, known);
      return;
    }
    const lookups = this.#lookups;
    const { pending, limit } = lookups;
    if (pending.has(address) || limit.pendingCount >= this.#limits.maxAddresses) return;
    pending.add(address);
    void limit(() => this.#look(address, lookups));
  }

  /** Discards all answers, also those of pending lookups; for a reload. */
  clear(): void {
    this.#names.clear();
    this.#lookups.limit.clearQueue();
    this.#lookups = newLookups();
  }

  async #look(address: string, lookups: Lookups): Promise<void> {
    const names = await this.#context.reverse(address).catch(noNames);
    if (lookups !== this.#lookups) return;
    lookups.pending.delete(address);
    const name = names[0]?.replace(/\.$/, '') ?? NO_NAME;
    const { keepMs, keepFailureMs } = this.#limits;
    this.#names.set(address, name, { ttl: name === NO_NAME ? keepFailureMs : keepMs });
    if (name !== NO_NAME) this.#context.found(address, name);
  }
}

function newLookups(): Lookups {
  return { pending: new Set(), limit: pLimit(CONCURRENCY) };
}

/** No name and no answer are treated alike: the address is used until the sender is new again, or a reload. */
function noNames(): readonly string[] {
  return [];
}
