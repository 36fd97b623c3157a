import type { HostName, Sender } from '../event/sender.ts';
import { Endpoint, type Address } from './endpoint.ts';
import type { SenderKey } from './sender-key.ts';

const KEY_WORDS = 6;
const NONE = -1;

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
  #heardMs = new Float64Array(64);
  /** Doubly linked by time of the last datagram: `older` towards the one heard longest ago. */
  #older = new Int32Array(64);
  #newer = new Int32Array(64);
  #newest = NONE;
  #oldest = NONE;
  /** Open addressing: slot + 1, or 0. A power of two, at least twice the endpoints. */
  #index = new Int32Array(256);
  #count = 0;

  constructor(limits: SenderLimits, context: SenderTableContext) {
    this.#limits = limits;
    this.#context = context;
  }

  get size(): number {
    return this.#count;
  }

  /** The sender of `key`, made when it is new. */
  find(key: SenderKey, nowMs: number): Sender {
    const newest = this.#newest;
    if (newest !== NONE && this.#isKeyOf(newest, key)) {
      this.#heardMs[newest] = nowMs;
      return this.#endpoints[newest] as Endpoint;
    }
    const hash = key.hash();
    const mask = this.#index.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const slot = (this.#index[at] as number) - 1;
      if (slot === NONE) return this.#add(key, hash, nowMs);
      if (this.#isKeyOf(slot, key)) {
        this.#unlink(slot);
        this.#linkNewest(slot, nowMs);
        return this.#endpoints[slot] as Endpoint;
      }
    }
  }

  /** Lets go of senders idle for too long. */
  expire(nowMs: number): void {
    while (
      this.#oldest !== NONE &&
      nowMs - (this.#heardMs[this.#oldest] as number) > this.#limits.idleMs
    ) {
      this.#remove(this.#oldest, nowMs);
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
      this.#remove(this.#leastNeeded(known.slots), nowMs);
    } else if (this.#count >= this.#limits.maxSenders) {
      this.#remove(this.#leastNeededOfAll(), nowMs);
    }
    // Looked up again: letting an endpoint go may have removed its address.
    const address: Address = this.#addresses.get(text) ?? {
      text,
      bytes: Buffer.from(text),
      slots: [],
    };
    this.#addresses.set(text, address);
    const slot = this.#free.pop() ?? this.#count;
    if (slot >= this.#heardMs.length) this.#growSlots();
    const host = this.#context.nameOf(text);
    const endpoint = new Endpoint(slot, address, key.port, { host, hash });
    address.slots.push(slot);
    this.#endpoints[slot] = endpoint;
    this.#keys.set([key.d, key.port, key.c, key.b, key.a, key.scope], slot * KEY_WORDS);
    this.#count++;
    this.#linkNewest(slot, nowMs);
    if (this.#count * 2 > this.#index.length) this.#growIndex();
    else this.#insert(slot, hash);
    return endpoint;
  }

  #remove(slot: number, nowMs: number): void {
    const endpoint = this.#endpoints[slot] as Endpoint;
    this.#context.forget(endpoint, nowMs);
    const address = this.#addresses.get(endpoint.address) as Address;
    address.slots.splice(address.slots.indexOf(slot), 1);
    if (address.slots.length === 0) this.#addresses.delete(endpoint.address);
    this.#unlink(slot);
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
      const later = (this.#heardMs[slot] as number) - (this.#heardMs[best] as number);
      if (busier < 0 || (busier === 0 && later < 0)) best = slot;
    }
    return best;
  }

  #leastNeededOfAll(): number {
    // A bounded look: a table full of open assemblies must not make every new sender slow.
    let slot = this.#oldest;
    for (let looked = 0; looked < 64 && slot !== NONE; looked++) {
      if (!this.#context.isBusy(slot)) return slot;
      slot = this.#newer[slot] as number;
    }
    return this.#oldest;
  }

  #insert(slot: number, hash: number): void {
    const mask = this.#index.length - 1;
    let at = hash & mask;
    while (this.#index[at] !== 0) at = (at + 1) & mask;
    this.#index[at] = slot + 1;
  }

  #linkNewest(slot: number, nowMs: number): void {
    this.#heardMs[slot] = nowMs;
    this.#older[slot] = this.#newest;
    this.#newer[slot] = NONE;
    if (this.#newest !== NONE) this.#newer[this.#newest] = slot;
    this.#newest = slot;
    if (this.#oldest === NONE) this.#oldest = slot;
  }

  #unlink(slot: number): void {
    const older = this.#older[slot] as number;
    const newer = this.#newer[slot] as number;
    if (older === NONE) this.#oldest = newer;
    else this.#newer[older] = newer;
    if (newer === NONE) this.#newest = older;
    else this.#older[newer] = older;
  }

  #growSlots(): void {
    const size = this.#heardMs.length * 2;
    this.#keys = copyTo(new Int32Array(size * KEY_WORDS), this.#keys);
    this.#older = copyTo(new Int32Array(size), this.#older);
    this.#newer = copyTo(new Int32Array(size), this.#newer);
    const heardMs = new Float64Array(size);
    heardMs.set(this.#heardMs);
    this.#heardMs = heardMs;
  }

  #growIndex(): void {
    this.#index = new Int32Array(this.#index.length * 2);
    for (const endpoint of this.#endpoints) {
      if (endpoint !== undefined) this.#insert(endpoint.slot, endpoint.hash);
    }
  }
}

function copyTo(target: Int32Array<ArrayBuffer>, source: Int32Array): Int32Array<ArrayBuffer> {
  target.set(source);
  return target;
}
