import type { Sender } from '../event/sender.ts';
import { Endpoint, type Address } from './endpoint.ts';
import { RecencyList } from './recency-list.ts';
import { SenderIndex } from './sender-index.ts';
import type { SenderKey } from './sender-key.ts';
import { SenderRates, type SenderTraffic } from './sender-rates.ts';
import { SenderRows } from './sender-rows.ts';
import type { SenderLimits, SenderTableContext } from './sender-table-context.ts';

const NONE = -1;
const MS_PER_SECOND = 1000;
const NO_BYTES = new Uint8Array(0);

/** How many datagrams came from one endpoint. */
export interface SenderDatagrams {
  readonly address: string;
  readonly port: number;
  readonly datagrams: number;
}

/*
 * State kept for each sender, and what deletes it. A sender is one remote endpoint of one source in one thread; it has a slot, an
 * index for everybody who keeps something of it. It is forgotten when it was idle for too long, or when another needs its
 * place: `SenderTableContext.forget` is called first, then its slot is given to another sender, to which nothing may remain.
 *
 * | state                                                  | where                                | deleted by                  |
 * | ------------------------------------------------------ | ------------------------------------ | --------------------------- |
 * | key, datagrams, second                                 | senders/sender-rows                  | remove, add                 |
 * | rate                                                   | senders/sender-rates                 | add                         |
 * | address, port, name, last claimed name                 | senders/endpoint, `#addresses`       | remove                      |
 * | place in the index and in the order of arrival         | senders/sender-index, recency-list   | remove                      |
 * | whether its name is from its userdata                  | senders/naming (by object, weakly)   | a reboot; its object's end  |
 * | open basic record                                      | netconsole/basic/line-assembler      | its end, 2 s, forget        |
 * | open fragments; the record given up last               | netconsole/extended                  | completion, 2 s, forget     |
 * | records that wait for their order                      | netconsole/order/record-order        | `reorderWait`, forget       |
 * | known as a kernel (10 minutes), numbers and boot times | netconsole/history/sender-numbers    | a reboot (numbers), forget  |
 * | records seen, message ids, release                     | netconsole/history/seen-records      | a reboot (in part), forget  |
 * | release in words                                       | netconsole/history/seen-records      | a reboot, forget            |
 * | messages lost on the way or dropped by its kernel      | netconsole/sender-losses             | forget                      |
 * | burst that may be a reboot or a replay, held datagrams | netconsole/history/reboot-detector   | its decision, forget        |
 * | not up, and why; last heartbeat                        | pipeline/host-lives                  | a sign of life; forget      |
 *
 * By address, not by sender: answers of reverse DNS (senders/naming, 65,536 at most; senders/reverse-dns in the main thread), deleted by
 * a reload. Names themselves are remembered for all senders together (senders/host-table).
 *
 * test/pipeline/sender-isolation.test.ts checks both: nothing remains in a slot, and no sender's state changes another one's events.
 */

/**
 * The senders of one listener, found by endpoint. Bounded: the least recently seen is evicted, among
 * those of the same address if that address has too many; senders with an open record only if all have one.
 */
export class SenderTable {
  /** By slot, the state that each datagram needs. */
  readonly rows = new SenderRows();
  readonly #rates = new SenderRates();
  readonly #limits: SenderLimits;
  readonly #context: SenderTableContext;
  readonly #addresses = new Map<string, Address>();
  #endpoints: (Endpoint | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #recency = new RecencyList();
  readonly #index: SenderIndex;
  #count = 0;
  /** The slot of the last datagram. */
  #latest = NONE;
  #evicted = 0;

  constructor(limits: SenderLimits, context: SenderTableContext) {
    this.#limits = limits;
    this.#context = context;
    this.#index = new SenderIndex(this.rows, limits.maxSenders);
  }

  get size(): number {
    return this.#count;
  }

  /** Senders evicted for lack of room. */
  get evicted(): number {
    return this.#evicted;
  }

  /** The `count` senders with the most datagrams, in descending order. */
  busiest(count: number): SenderDatagrams[] {
    return (
      this.#endpoints
        .filter((endpoint) => endpoint !== undefined)
        // Programs of this machine have no address to report.
        .filter(({ address }) => address !== '')
        .map(({ address, port, slot }) => ({ address, port, datagrams: this.rows.datagrams(slot) }))
        .sort((a, b) => b.datagrams - a.datagrams)
        .slice(0, count)
    );
  }

  /** Counts a datagram of `key`, and returns the slot of its sender, made when it is new. */
  hear(key: SenderKey, nowMs: number): number {
    const slot = this.#slotOf(key, nowMs);
    // Within a second it keeps its place: moving it touches five others, which are seldom in the cache.
    if (this.rows.count(slot, secondOf(nowMs))) {
      this.#recency.touch(slot, nowMs);
      this.#rates.update(slot, this.rows.datagrams(slot) - 1, nowMs);
    }
    this.#latest = slot;
    return slot;
  }

  /** Datagrams of a sender so far, and per second. */
  trafficOf(slot: number, nowMs: number): SenderTraffic {
    const datagrams = this.rows.datagrams(slot);
    const rate = this.#rates.rate(slot, datagrams, nowMs);
    return { datagrams, rate, heardMs: this.#recency.heardMs(slot) };
  }

  /** When the last datagram of the sender in a slot came, in monotonic milliseconds; known to the second. */
  heardMs(slot: number): number {
    return this.#recency.heardMs(slot);
  }

  /** The sender in a slot. */
  at(slot: number): Sender {
    return this.#endpoints[slot] as Endpoint;
  }

  /**
   * The connection of a sender was closed. It is forgotten, unless it is the only sender of its address: that one stays as the memory of the
   * address, without anything that is open.
   */
  leave(key: SenderKey, nowMs: number): void {
    const slot = this.#index.find(key, key.hash());
    if (slot === NONE) return;
    const endpoint = this.#endpoints[slot] as Endpoint;
    if (key.isLocal || endpoint.of.slots.length > 1) this.#remove(slot, nowMs);
    else this.#context.forget(endpoint, nowMs);
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

  #slotOf(key: SenderKey, nowMs: number): number {
    if (this.#latest !== NONE && this.rows.isOf(this.#latest, key)) return this.#latest;
    const hash = key.hash();
    const slot = this.#index.find(key, hash);
    return slot === NONE ? this.#add(key, hash, nowMs) : slot;
  }

  #add(key: SenderKey, hash: number, nowMs: number): number {
    const found = key.address(this.#context.scopeName);
    const known = this.#addresses.get(found);
    if (known !== undefined && known.slots.length >= this.#limits.maxPerAddress) {
      this.#evict(this.#leastNeeded(known.slots), nowMs);
    } else if (this.#count >= this.#limits.maxSenders) {
      this.#evict(this.#leastNeededOfAll(), nowMs);
    }
    // Looked up again: evicting an endpoint may have removed its address.
    const address = this.#addresses.get(found) ?? addressOf(key, found);
    this.#addresses.set(found, address);
    const slot = this.#free.pop() ?? this.#count;
    const host = this.#context.nameOf(address.text);
    const endpoint = new Endpoint(slot, address, key, host);
    address.slots.push(slot);
    this.#endpoints[slot] = endpoint;
    this.rows.add(slot, key, secondOf(nowMs));
    this.#rates.add(slot, nowMs);
    this.#count++;
    this.#recency.add(slot, nowMs);
    this.#index.insert(slot, hash);
    // Programs of this machine are not news.
    if (known === undefined && !key.isLocal) this.#context.added?.(endpoint, nowMs);
    return slot;
  }

  #evict(slot: number, nowMs: number): void {
    this.#evicted++;
    this.#remove(slot, nowMs);
  }

  #remove(slot: number, nowMs: number): void {
    const endpoint = this.#endpoints[slot] as Endpoint;
    this.#context.forget(endpoint, nowMs);
    const { of: address } = endpoint;
    address.slots.splice(address.slots.indexOf(slot), 1);
    if (address.slots.length === 0) this.#addresses.delete(address.key);
    if (this.#latest === slot) this.#latest = NONE;
    this.#recency.remove(slot);
    this.rows.remove(slot);
    this.#endpoints[slot] = undefined;
    this.#free.push(slot);
    this.#count--;
    this.#index.erase(slot);
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
}

function addressOf(key: SenderKey, found: string): Address {
  if (key.isLocal) return { key: found, text: '', bytes: NO_BYTES, ip: NO_BYTES, slots: [] };
  return { key: found, text: found, bytes: Buffer.from(found), ip: key.ip, slots: [] };
}

function secondOf(nowMs: number): number {
  return Math.trunc(nowMs / MS_PER_SECOND) | 0;
}
