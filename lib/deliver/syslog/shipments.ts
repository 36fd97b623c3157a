import type { Refusal, SendResult } from '../outbox/carrier.ts';
import type { Parcel } from '../parcel.ts';
import { countFrames, endOfFrames, firstFrameBehind, frameEnd } from './frame-boundaries.ts';
import type { Framing } from './frame-boundaries.ts';

/** What is known about a parcel over several connections. */
interface Progress {
  /** Offset of the first frame that is not settled. */
  start: number;
  /** Offset up to which some connection has carried it. */
  sent: number;
  refused: Refusal | undefined;
}

/** A parcel in flight. */
interface Shipment {
  readonly parcel: Parcel;
  readonly progress: Progress;
  readonly resolve: (result: SendResult) => void;
  /** Offset up to which this connection has carried it. */
  written: number;
  /** Offset in the connection minus offset in the parcel; meaningless before something was written. */
  shift: number;
}

/** Bytes and messages to be written next. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly messages: number;
}

/** The parcels in flight over one connection after the other, in order: what was written, what is settled, what must be sent again. */
export class Shipments {
  readonly #framing: Framing;
  readonly #resent: (events: number) => void;
  readonly #progress = new WeakMap<Parcel, Progress>();
  #list: Shipment[] = [];
  /** Index of the first shipment with bytes that are not written. */
  #next = 0;
  /** Bytes of messages written on this connection. */
  #offset = 0;
  #unwritten = 0;

  /** `resent` counts messages that are written once more. */
  constructor(framing: Framing, resent: (events: number) => void) {
    this.#framing = framing;
    this.#resent = resent;
  }

  get isEmpty(): boolean {
    return this.#list.length === 0;
  }

  /** Bytes that are to be written. */
  get unwrittenBytes(): number {
    return this.#unwritten;
  }

  /** Bytes of messages written on this connection. */
  get writtenBytes(): number {
    return this.#offset;
  }

  add(parcel: Parcel): Promise<SendResult> {
    const progress = this.#progress.get(parcel) ?? { start: 0, sent: 0, refused: undefined };
    this.#progress.set(parcel, progress);
    this.#unwritten += parcel.used - progress.start;
    return new Promise((resolve) => {
      this.#list.push({ parcel, progress, resolve, written: progress.start, shift: 0 });
    });
  }

  /** Takes the next bytes to write, whole messages, at most `limit`; of one parcel. Undefined if there are none. */
  take(limit: number): Piece | undefined {
    const shipment = this.#list[this.#next];
    if (shipment === undefined || limit <= 0) return undefined;
    const { parcel, progress } = shipment;
    const from = shipment.written;
    const to = this.#endOf(shipment, limit);
    if (from === progress.start) shipment.shift = this.#offset - from;
    const repeatedTo = Math.min(progress.sent, to);
    if (repeatedTo > from) {
      this.#resent(countFrames(parcel.bytes, from, repeatedTo, this.#framing));
    }
    progress.sent = Math.max(progress.sent, to);
    shipment.written = to;
    if (to === parcel.used) this.#next++;
    this.#offset += to - from;
    this.#unwritten -= to - from;
    const isCounted = Number.isFinite(limit);
    const messages = isCounted ? countFrames(parcel.bytes, from, to, this.#framing) : 0;
    return { bytes: parcel.bytes.subarray(from, to), messages };
  }

  /** Messages that end within the first `offset` bytes of the connection are delivered. Returns whether any are. */
  settle(offset: number): boolean {
    let hasSettled = false;
    for (;;) {
      const [first] = this.#list;
      if (first === undefined || first.written === first.progress.start) return hasSettled;
      const isWhole = first.written === first.parcel.used;
      if (!isWhole || offset < first.written + first.shift) {
        return this.#settlePart(first, offset - first.shift) || hasSettled;
      }
      hasSettled = true;
      this.#list.shift();
      this.#next--;
      deliver(first);
    }
  }

  /** The connection has ended: nothing is written on the next one. Returns how many messages were written and are not settled. */
  rewind(): number {
    let unsettled = 0;
    for (const { parcel, progress, written } of this.#list) {
      if (written === progress.start) break;
      unsettled += countFrames(parcel.bytes, progress.start, written, this.#framing);
    }
    for (const shipment of this.#list) {
      this.#unwritten += shipment.written - shipment.progress.start;
      shipment.written = shipment.progress.start;
    }
    this.#next = 0;
    this.#offset = 0;
    return unsettled;
  }

  /** Drops the first unsettled message. Between connections only. */
  refuseFirst(problem: string): void {
    const [first] = this.#list;
    if (first === undefined) return;
    const { parcel, progress } = first;
    const end = frameEnd(parcel.bytes, progress.start, this.#framing);
    this.#unwritten -= end - progress.start;
    progress.start = end;
    progress.refused = { events: (progress.refused?.events ?? 0) + 1, problem };
    first.written = end;
    if (end < parcel.used) return;
    this.#list.shift();
    deliver(first);
  }

  /** Bytes of the first unsettled message. */
  get firstBytes(): number {
    const [first] = this.#list;
    if (first === undefined) return 0;
    const { parcel, progress } = first;
    return frameEnd(parcel.bytes, progress.start, this.#framing) - progress.start;
  }

  /** Gives all parcels back. Between connections only. */
  returnAll(result: SendResult & { readonly kind: 'retry' }): void {
    const returned = this.#list;
    this.#list = [];
    this.#next = 0;
    this.#unwritten = 0;
    for (const { resolve } of returned) resolve(result);
  }

  #endOf({ parcel, written }: Shipment, limit: number): number {
    if (!Number.isFinite(limit)) return parcel.used;
    const range = { from: written, to: parcel.used };
    return endOfFrames(parcel.bytes, range, limit, this.#framing);
  }

  #settlePart({ parcel, progress, written }: Shipment, offset: number): boolean {
    if (offset <= progress.start) return false;
    const range = { from: progress.start, end: written };
    const start = firstFrameBehind(parcel.bytes, range, offset, this.#framing);
    const hasSettled = start > progress.start;
    progress.start = start;
    return hasSettled;
  }
}

function deliver({ progress, resolve }: Shipment): void {
  const { refused } = progress;
  resolve(refused === undefined ? { kind: 'delivered' } : { kind: 'delivered', refused });
}
