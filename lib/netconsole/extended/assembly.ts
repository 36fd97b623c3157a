import type { EventView } from '../../event/event-view.ts';
import type { Listener, Sender } from '../../event/sender.ts';
import { ByteRanges } from './byte-ranges.ts';
import type { Timed } from '../deadline-list.ts';
import { PACKET_BYTES } from '../netconsole-limits.ts';

const NEWLINE = 0x0a;

/**
 * One open fragmented record: the header of the fragment that arrived first, and the parts of the body in order of
 * arrival. The store belongs to the assembler.
 */
export class Assembly implements Timed<Assembly> {
  readonly sender: Sender;
  readonly listener: Listener;
  /** Arrival of the first fragment. */
  readonly receivedUs: number;
  /** NaN when it is not known exactly. */
  readonly sequence: number;
  readonly total: number;
  readonly ranges: ByteRanges = new ByteRanges();
  /** Header up to and with the `;`, then body parts. */
  store: Buffer;
  used = 0;
  readonly headerLength: number;
  /** Position of `sequence,uptime` in the header. */
  readonly #keyStart: number;
  readonly #keyEnd: number;

  /** Fragments that added bytes: each is one datagram. */
  pieces = 0;
  problems: number;
  replayNotice = false;
  /** Whether the kernel cut these fragments: all but the last have the maximum length. Text may look like fragments, too. */
  isCertain = false;
  readonly gapBefore: number;
  readonly outOfOrder: boolean;
  readonly estimatedTimeUs: number;

  dueMs = 0;
  isListed = false;
  previous: Assembly | undefined = undefined;
  next: Assembly | undefined = undefined;

  /** Begins with the header of `view`, which ends at `bodyStart`; `store` has room for it. */
  constructor(view: EventView, bodyStart: number, total: number, store: Buffer) {
    const { kernel, start } = view;
    this.sender = view.sender;
    this.listener = view.listener;
    this.receivedUs = view.receivedUs;
    this.sequence = kernel.sequence;
    this.total = total;
    this.store = store;
    this.headerLength = bodyStart - start;
    this.#keyStart = kernel.sequenceStart - start;
    this.#keyEnd = kernel.uptimeEnd - start;
    this.problems = 0;
    this.gapBefore = kernel.gapBefore;
    this.outOfOrder = kernel.outOfOrder;
    this.estimatedTimeUs = kernel.estimatedTimeUs;
    store.set(view.bytes.subarray(start, bodyStart), 0);
    this.used = this.headerLength;
  }

  get isComplete(): boolean {
    return this.ranges.covered === this.total;
  }

  /** Whether `view` holds a fragment of this record: the same number, time and total. */
  isOf(view: EventView, total: number): boolean {
    const { sequenceStart, uptimeEnd } = view.kernel;
    const length = this.#keyEnd - this.#keyStart;
    if (total !== this.total || uptimeEnd - sequenceStart !== length) return false;
    for (let i = 0; i < length; i++) {
      if (view.bytes[sequenceStart + i] !== this.store[this.#keyStart + i]) return false;
    }
    return true;
  }

  /** Adds `[bodyStart, view.end)` as the body from `offset` on; the store has room for it. */
  add(view: EventView, bodyStart: number, offset: number): void {
    const length = view.end - bodyStart;
    this.store.set(view.bytes.subarray(bodyStart, view.end), this.used);
    this.ranges.cover(offset, offset + length, this.used);
    this.used += length;
    if (view.end - view.start === PACKET_BYTES || offset + length === this.total) {
      this.isCertain = true;
    }
    this.pieces++;
    this.problems |= view.problems;
  }

  /** Maximum bytes that `join` writes. */
  get joinedSize(): number {
    return this.headerLength + this.ranges.covered + this.ranges.count;
  }

  /**
   * Writes header and body to `target`, and returns the end. In place of a missing part of the lines after the text, a newline
   * separates its two sides.
   */
  join(target: Buffer): number {
    const { ranges, store } = this;
    store.copy(target, 0, 0, this.headerLength);
    let at = this.headerLength;
    let expected = 0;
    for (let i = 0; i < ranges.count; i++) {
      const from = ranges.from(i);
      const length = ranges.to(i) - from;
      if (from !== expected) {
        const isText = !target.subarray(this.headerLength, at).includes(NEWLINE);
        if (!isText) target[at++] = NEWLINE;
      }
      const position = ranges.position(i);
      store.copy(target, at, position, position + length);
      at += length;
      expected = from + length;
    }
    return at;
  }

  /** Number of bytes from the beginning of the body to the first hole. */
  get certainLength(): number {
    const { ranges } = this;
    let end = 0;
    for (let i = 0; i < ranges.count && ranges.from(i) === end; i++) end = ranges.to(i);
    return end;
  }
}
