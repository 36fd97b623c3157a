import type { EventView } from '../../event/event-view.ts';
import { Assembly } from './assembly.ts';
import type { BufferStore } from '../buffer-store.ts';
import type { ExtendedHeader } from './extended-header.ts';
import type { ResolvedLimits } from '../netconsole-limits.ts';
import { RecordStores } from '../record-stores.ts';
import { SlotTable } from '../slot-table.ts';

/** Records of one sender that may be open at once; the kernel sends the fragments of one back to back. */
const MAX_PER_SENDER = 16;

/** Result of adding a fragment: it was added. */
const ADDED = 0;
/** It was added, but a part of it was received before. */
export const OVERLAPPING = 1;
/** It brought nothing new. */
export const REDUNDANT = 2;
/** There is no room for it. */
export const NO_ROOM = 3;

/** Takes an assembly that had to be given up before it was complete; its store is free when this returns. */
export type GiveUp = (assembly: Assembly) => void;

/**
 * Joins the fragments of records by byte ranges, in any order. Allocates no more memory than bytes received, within the limits:
 * when they are reached, the records that waited longest are given up.
 */
export class FragmentAssembler {
  readonly #limits: ResolvedLimits;
  readonly #giveUp: GiveUp;
  readonly #open = new SlotTable<Assembly[]>();
  readonly #stores: RecordStores<Assembly>;

  constructor(limits: ResolvedLimits, buffers: BufferStore, giveUp: GiveUp) {
    this.#limits = limits;
    this.#giveUp = giveUp;
    this.#stores = new RecordStores(limits.fragmentTimeoutMs, buffers, giveUp);
  }

  /** Infinite when nothing is open. */
  get nextDeadline(): number {
    return this.#stores.nextDeadline;
  }

  isOpen(slot: number): boolean {
    return this.#open.get(slot) !== undefined;
  }

  /** The open record that the fragment in `view` belongs to. */
  find(view: EventView, total: number): Assembly | undefined {
    const open = this.#open.get(view.slot);
    if (open === undefined) return undefined;
    for (const assembly of open) if (assembly.isOf(view, total)) return assembly;
    return undefined;
  }

  /** Whether the record of this number is open. */
  isIncomplete(slot: number, sequence: number): boolean {
    const open = this.#open.get(slot);
    if (open === undefined) return false;
    for (const assembly of open) if (assembly.sequence === sequence) return true;
    return false;
  }

  /** Opens a record with the header of `view`; undefined when there is no room for it. */
  begin(view: EventView, header: ExtendedHeader): Assembly | undefined {
    const { slot } = view;
    const size = view.end - view.start;
    this.#makeRoom(slot, size);
    const store = this.#stores.take(size);
    if (store === undefined) return undefined;
    const assembly = new Assembly(view, header.bodyStart, header.fragmentTotal, store);
    const open = this.#open.get(slot);
    if (open === undefined) this.#open.set(slot, [assembly]);
    else open.push(assembly);
    return assembly;
  }

  /** Adds the fragment in `view`: `ADDED`, `OVERLAPPING`, `REDUNDANT` or `NO_ROOM`. */
  add(assembly: Assembly, view: EventView, header: ExtendedHeader, nowMs: number): number {
    const { bodyStart, fragmentOffset } = header;
    const length = view.end - bodyStart;
    if (view.kernel.replayNotice) assembly.replayNotice = true;
    const fresh = assembly.ranges.uncovered(fragmentOffset, fragmentOffset + length);
    if (fresh === 0) return REDUNDANT;
    if (!assembly.ranges.hasRoom || !this.#fit(assembly, length, nowMs)) return NO_ROOM;
    assembly.add(view, bodyStart, fragmentOffset);
    this.#stores.arm(assembly, nowMs);
    return fresh === length ? ADDED : OVERLAPPING;
  }

  /** Ends a record: its store is free from now on, and valid until the next call of `begin` or `add`. */
  close(assembly: Assembly): void {
    const { slot } = assembly.sender;
    const open = this.#open.get(slot);
    if (open === undefined) return;
    const index = open.indexOf(assembly);
    if (index < 0) return;
    if (open.length === 1) this.#open.clear(slot);
    else open.splice(index, 1);
    this.#stores.release(assembly);
  }

  /** Gives up the records due `until` then; returns whether there were any. */
  expire(until: number): boolean {
    return this.#stores.expire(until);
  }

  /** Gives up the open records of the sender. */
  forget(slot: number): void {
    for (let open = this.#open.get(slot); open !== undefined; open = this.#open.get(slot)) {
      this.#giveUp(open[0] as Assembly);
    }
  }

  /** Gives up the oldest records of the sender until one more of `size` bytes is within its caps. */
  #makeRoom(slot: number, size: number): void {
    for (;;) {
      const open = this.#open.get(slot);
      if (open === undefined) return;
      let bytes = size;
      for (const assembly of open) bytes += assembly.store.length;
      if (open.length < MAX_PER_SENDER && bytes <= this.#limits.maxPerSenderBytes) return;
      this.#giveUp(open[0] as Assembly);
    }
  }

  /** Makes the store large enough for `length` bytes more. */
  #fit(assembly: Assembly, length: number, nowMs: number): boolean {
    const needed = assembly.used + length;
    if (needed <= assembly.store.length) return true;
    if (this.#bytesOf(assembly.sender.slot) + needed > this.#limits.maxPerSenderBytes) return false;
    return this.#stores.grow(assembly, Math.max(needed, assembly.store.length * 2), nowMs);
  }

  #bytesOf(slot: number): number {
    let bytes = 0;
    for (const assembly of this.#open.get(slot) ?? []) bytes += assembly.store.length;
    return bytes;
  }
}
