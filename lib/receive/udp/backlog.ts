import { DatagramRecords } from './datagram-records.ts';
import type { ReceivedDatagram } from './received-datagram.ts';
import type { Slots } from './slots.ts';
import { HUGE_PAGE_BYTES, ReservedMemory } from '../../system/reserved-memory.ts';
import type { SystemCalls } from '../../system/system-calls.ts';

export const MAX_BACKLOG_BYTES = 64 * HUGE_PAGE_BYTES;
/** Memory is used in chunks: of a huge page, or smaller ones where there are few of them. */
const FEW_CHUNKS = 8;
export const SMALL_CHUNK_BYTES = HUGE_PAGE_BYTES / 8;
/** Memory is kept this long after the last burst, and some of it always: the next one is seldom far. */
const REST_AFTER_MS = 10_000;

/**
 * Datagrams that were read and wait for their turn, in order. Reading costs a third of decoding and writing: what arrives
 * faster than it is worked off for a while is better kept here, in a few bytes more than its own, than dropped by the
 * kernel, whose socket buffer charges almost a kilobyte for each. Bounded. Memory used last is used first, so that little of
 * it is touched; some seconds after a burst it is given back.
 */
export class Backlog {
  readonly #memory: ReservedMemory;
  readonly #records: DatagramRecords;
  readonly #chunkBytes: number;
  /** Where the chunks in use begin and where their records end, oldest first. */
  readonly #begins: number[] = [];
  readonly #ends: number[] = [];
  /** Where free chunks begin; the last is taken first. */
  readonly #free: number[] = [];
  /** Where the first datagram is, and the end of the chunk in which the next one goes. */
  #first = 0;
  #limit = 0;
  /** After the last chunk that was ever in use since memory was given back. */
  #touched = 0;
  #burstMs = 0;
  #lastMs = 0;

  /** For datagrams read into `slots`; `maxBytes`, at least one small chunk, are reserved for them. */
  constructor(calls: SystemCalls, slots: Slots, maxBytes: number = MAX_BACKLOG_BYTES) {
    this.#chunkBytes =
      maxBytes < FEW_CHUNKS * HUGE_PAGE_BYTES ? SMALL_CHUNK_BYTES : HUGE_PAGE_BYTES;
    const memory = Buffer.from(new ArrayBuffer(ReservedMemory.bytesFor(maxBytes)));
    this.#memory = new ReservedMemory(calls, maxBytes, memory);
    this.#records = new DatagramRecords(this.#memory.bytes, slots);
    const chunks = Math.floor(maxBytes / this.#chunkBytes);
    for (let chunk = chunks - 1; chunk >= 0; chunk--) this.#free.push(chunk * this.#chunkBytes);
  }

  get isEmpty(): boolean {
    return this.#begins.length === 0;
  }

  /**
   * Copies the datagrams in slots from `first` on, but before `after`, to the end; returns the first slot that found no
   * room, or `after`. `readMs`: when they were read, milliseconds of a monotonic clock.
   */
  push(first: number, after: number, socket: number, readMs: number): number {
    const records = this.#records;
    for (let slot = first; ;) {
      records.mark(socket, readMs - this.#burstMs);
      slot = records.write(slot, after, this.#limit);
      if (!this.isEmpty) this.#ends[this.#ends.length - 1] = records.end;
      if (slot === after || !this.#append(readMs)) return slot;
    }
  }

  /** Takes the first datagram out. Its bytes are valid until the next call of any method. There must be one. */
  shift(into: ReceivedDatagram): void {
    this.#first = this.#records.read(this.#first, this.#burstMs, into);
    if (this.#first === this.#ends[0]) this.#release();
  }

  /** Gives all memory but the first piece back when nothing has waited for a while. Call it when there is nothing to do. */
  rest(nowMs: number): void {
    if (this.#touched <= this.#chunkBytes || !this.isEmpty || nowMs - this.#lastMs < REST_AFTER_MS)
      return;
    this.#memory.release(this.#chunkBytes, this.#touched);
    this.#touched = this.#chunkBytes;
    this.#free.sort((a, b) => b - a);
  }

  #append(nowMs: number): boolean {
    const at = this.#free.pop();
    if (at === undefined) return false;
    if (this.isEmpty) {
      this.#burstMs = nowMs;
      this.#first = at;
    }
    this.#begins.push(at);
    this.#ends.push(at);
    this.#records.end = at;
    this.#limit = at + this.#chunkBytes;
    this.#touched = Math.max(this.#touched, this.#limit);
    this.#lastMs = nowMs;
    return true;
  }

  #release(): void {
    this.#free.push(this.#begins.shift() as number);
    this.#ends.shift();
    if (this.isEmpty) this.#limit = 0;
    this.#first = this.#begins[0] ?? 0;
  }
}
