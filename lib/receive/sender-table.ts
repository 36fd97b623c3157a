import type { HostName } from '../event/host-name.ts';
import type { Sender } from '../event/sender.ts';
import { Endpoint, type Address } from './endpoint.ts';
import { copyTo, RecencyList } from './recency-list.ts';
import type { SenderKey } from './sender-key.ts';

const KEY_WORDS = 6;
const NONE = -1;

/** How many datagrams came from one endpoint. */
export interface SenderDatagrams {
  readonly address: string;
  readonly port: number;
  readonly datagrams: number;
}

/** What a table needs of others. */
export interface SenderTableContext {
  /** The name for an address in text. */
  nameOf(address: string): HostName;
  /** The text of a link-local scope. */
  readonly scopeName: (scope: number) => string;
  /** Whether the sender holds an open assembly: such ones are let go last. */
  isBusy(slot: number): boolean;
  /** Called before a slot may be given to another sender. */
  forget(sender: Sender, nowMs: number): void;
}

export interface SenderLimits {
  readonly maxSenders: number;
  /** Endpoints of one address, so that spoofed ports cannot push real machines out. */
  readonly maxPerAddress: number;
  readonly idleMs: number;
}

/**
 * The senders one listener hears, found by endpoint. Bounded: the one heard longest ago goes first, among
 * those of the same address when that address has too many, and busy ones only when all are busy.
 */
export class SenderTable {
  readonly #limits: SenderLimits;
  readonly #context: SenderTableContext;
  readonly #addresses = new Map<string, Address>();
  #endpoints: (Endpoint | undefined)[] = [];
  readonly #free: number[] = [];
  #keys = new Int32Array(KEY_WORDS * 64);
  readonly #recency = new RecencyList();
  /** Open addressing: slot + 1, or 0. A power of two, at least twice the endpoints. */
  #index = new Int32Array(256);
  #count = 0;
  #evicted = 0;

  constructor(limits: SenderLimits, context: SenderTableContext) {
    this.#limits = limits;
    this.#context = context;
  }

  get size(): number {
    return this.#count;
  }

  /** Senders let go because there was no room. */
  get evicted(): number {
    return this.#evicted;
  }

  /** The `count` senders heard most, the most talkative first. */
  busiest(count: number): SenderDatagrams[] {
    return this.#endpoints
      .filter((endpoint) => endpoint !== undefined)
      .sort((a, b) => b.datagrams - a.datagrams)
      .slice(0, count)
      .map(({ address, port, datagrams }) => ({ address, port, datagrams }));
  }

  /** The sender of `key`, made when it is new. */
  find(key: SenderKey, nowMs: number): Sender {
    const newest = this.#recency.newest;
    if (newest !== NONE && this.#isKeyOf(newest, key)) {
      this.#recency.touch(newest, nowMs);
      return this.#heard(this.#endpoints[newest] as Endpoint);
    }
    const hash = key.hash();
    const mask = this.#index.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const slot = (this.#index[at] as number) - 1;
      if (slot === NONE) return this.#heard(this.#add(key, hash, nowMs));
      if (this.#isKeyOf(slot, key)) {
        this.#recency.touch(slot, nowMs);
        return this.#heard(this.#endpoints[slot] as Endpoint);
      }
    }
  }

  /** Lets go of senders idle for too long. */
  expire(nowMs: number): void {
    const recency = this.#recency;
    while (
      recency.oldest !== NONE &&
      nowMs - recency.heardMs(recency.oldest) > this.#limits.idleMs
    ) {
      this.#remove(recency.oldest, nowMs);
    }
  }

  /** The senders of one address. */
  ofAddress(address: string): Sender[] {
    const slots = this.#addresses.get(address)?.slots ?? [];
    return slots.map((slot) => this.#endpoints[slot] as Endpoint);
  }

  /** Visits every sender, to give it another name. */
  *[Symbol.iterator](): Generator<Sender> {
    for (const endpoint of this.#endpoints) if (endpoint !== undefined) yield endpoint;
  }

  #heard(endpoint: Endpoint): Endpoint {
    endpoint.datagrams++;
    return endpoint;
  }

  #isKeyOf(slot: number, key: SenderKey): boolean {
    const keys = this.#keys;
    const at = slot * KEY_WORDS;
    return (
      keys[at] === key.d &&
      keys[at + 1] === key.port &&
      keys[at + 2] === key.c &&
      keys[at + 3] === key.b &&
      keys[at + 4] === key.a &&
      keys[at + 5] === key.scope
    );
  }

  #add(key: SenderKey, hash: number, nowMs: number): Endpoint {
    const text = key.address(this.#context.scopeName);
    const known = this.#addresses.get(text);
    if (known !== undefined && known.slots.length >= this.#limits.maxPerAddress) {
      this.#evict(this.#leastNeeded(known.slots), nowMs);
    } else if (this.#count >= this.#limits.maxSenders) {
      this.#evict(this.#leastNeededOfAll(), nowMs);
    }
    // Looked up again: letting an endpoint go may have removed its address.
    const address: Address = this.#addresses.get(text) ?? {
      text,
      bytes: Buffer.from(text),
      slots: [],
    };
    this.#addresses.set(text, address);
    const slot = this.#free.pop() ?? this.#count;
    if (slot * KEY_WORDS >= this.#keys.length) {
      this.#keys = copyTo(new Int32Array(this.#keys.length * 2), this.#keys);
    }
    const host = this.#context.nameOf(text);
    const endpoint = new Endpoint(slot, address, key.port, { host, hash });
    address.slots.push(slot);
    this.#endpoints[slot] = endpoint;
    this.#keys.set([key.d, key.port, key.c, key.b, key.a, key.scope], slot * KEY_WORDS);
    this.#count++;
    this.#recency.add(slot, nowMs);
    if (this.#count * 2 > this.#index.length) this.#growIndex();
    else this.#insert(slot, hash);
    return endpoint;
  }

  #evict(slot: number, nowMs: number): void {
    this.#evicted++;
    this.#remove(slot, nowMs);
  }

  #remove(slot: number, nowMs: number): void {
    const endpoint = this.#endpoints[slot] as Endpoint;
    this.#context.forget(endpoint, nowMs);
    const address = this.#addresses.get(endpoint.address) as Address;
    address.slots.splice(address.slots.indexOf(slot), 1);
    if (address.slots.length === 0) this.#addresses.delete(endpoint.address);
    this.#recency.remove(slot);
    this.#endpoints[slot] = undefined;
    this.#free.push(slot);
    this.#count--;
    this.#erase(slot, endpoint.hash);
  }

  /** Takes the entry out and moves later ones of its probe sequence up, so that no tombstones gather. */
  #erase(slot: number, hash: number): void {
    const index = this.#index;
    const mask = index.length - 1;
    let hole = hash & mask;
    while (index[hole] !== slot + 1) hole = (hole + 1) & mask;
    for (let at = (hole + 1) & mask; index[at] !== 0; at = (at + 1) & mask) {
      const home = (this.#endpoints[(index[at] as number) - 1] as Endpoint).hash & mask;
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        index[hole] = index[at] as number;
        hole = at;
      }
    }
    index[hole] = 0;
  }

  #leastNeeded(slots: readonly number[]): number {
    let best = slots[0] as number;
    for (const slot of slots) {
      const busier = Number(this.#context.isBusy(slot)) - Number(this.#context.isBusy(best));
      const later = this.#recency.heardMs(slot) - this.#recency.heardMs(best);
      if (busier < 0 || (busier === 0 && later < 0)) best = slot;
    }
    return best;
  }

  #leastNeededOfAll(): number {
    // A bounded look: a table full of open assemblies must not make every new sender slow.
    let slot = this.#recency.oldest;
    for (let looked = 0; looked < 64 && slot !== NONE; looked++) {
      if (!this.#context.isBusy(slot)) return slot;
      slot = this.#recency.newerThan(slot);
    }
    return this.#recency.oldest;
  }

  #insert(slot: number, hash: number): void {
    const mask = this.#index.length - 1;
    let at = hash & mask;
    while (this.#index[at] !== 0) at = (at + 1) & mask;
    this.#index[at] = slot + 1;
  }

  #growIndex(): void {
    this.#index = new Int32Array(this.#index.length * 2);
    for (const endpoint of this.#endpoints) {
      if (endpoint !== undefined) this.#insert(endpoint.slot, endpoint.hash);
    }
  }
}
