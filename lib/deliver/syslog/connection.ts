import type { Timers } from '../outbox/timers.ts';
import { Settlement, type SettlementLimits } from './settlement.ts';
import type { Piece, Shipments } from './shipments.ts';
import type { StreamLink } from './stream-link.ts';

/** Bytes of one write, at least if there are more. */
const WRITE_BYTES = 256 * 1024;
/** How often the peer's progress is read while it has not read everything. */
const POLL_MS = 5;
/** A break that comes later after the first message is not due to a message. */
const PROMPT_MS = 2000;
/** A connection works when it has been up for this long, and the peer has read something. */
const PROVEN_MS = 1000;

export type ConnectionLimits = SettlementLimits;

export type ConnectionEnd =
  /** The peer has everything that was written: this many messages, counted if their number was limited. */
  | { readonly kind: 'confirmed'; readonly messages: number }
  | {
      readonly kind: 'broken';
      readonly problem: string;
      readonly isByPeer: boolean;
      /** Whether any message was settled. */
      readonly hasProgressed: boolean;
      /** Whether it came soon after the first message: a peer that rejects a message does not take long for that. */
      readonly isPrompt: boolean;
    };

export interface ConnectionContext {
  readonly timers: Timers;
  /** Nothing is written before. */
  readonly startAfterMs: number;
  /** After this many messages it is closed gracefully. */
  readonly maxMessages: number;
  /** Bytes were written: there may be room for more parcels. */
  wrote(): void;
  /** Called once: the connection works. */
  works(): void;
  /** Called once, last. */
  ended(end: ConnectionEnd): void;
}

/** Writes shipments to one link, one write at a time, and settles what the peer has read. */
export class Connection {
  readonly #link: StreamLink;
  readonly #shipments: Shipments;
  readonly #limits: ConnectionLimits;
  readonly #context: ConnectionContext;
  readonly #settlement: Settlement;
  readonly #openedMs: number;
  #messages = 0;
  #isWriting = false;
  /** Whether to close gracefully now, or as soon as everything is written. */
  #wantsEnd: 'no' | 'when-written' | 'now' = 'no';
  #isFinishing = false;
  #hasEnded = false;
  #hasProgressed = false;
  #firstWriteMs = Number.POSITIVE_INFINITY;
  #isProven = false;
  /** When the peer last had read everything, or something more. */
  #aliveMs: number;
  #cancelTimer: (() => void) | undefined;

  // oxlint-disable-next-line max-params -- link, messages, settings and collaborators
  constructor(
    link: StreamLink,
    shipments: Shipments,
    limits: ConnectionLimits,
    context: ConnectionContext,
  ) {
    this.#link = link;
    this.#shipments = shipments;
    this.#limits = limits;
    this.#context = context;
    this.#openedMs = context.timers.now();
    this.#aliveMs = this.#openedMs;
    this.#settlement = new Settlement(limits, link.gauge.sample(0, this.#openedMs)?.accepted ?? 0);
    link.watch({
      confirmed: () => this.#onConfirmed(),
      broken: (problem, isByPeer) => this.#onBroken(problem, isByPeer),
    });
  }

  /** Writes what waits, unless a write is under way. */
  write(): void {
    if (this.#isWriting || this.#isFinishing || this.#hasEnded) return;
    const nowMs = this.#context.timers.now();
    if (nowMs < this.#startMs) {
      this.#schedule(nowMs);
      return;
    }
    const chunks = this.#wantsEnd === 'now' ? [] : this.#take();
    if (chunks.length === 0) {
      this.#finishIfWanted();
      return;
    }
    this.#isWriting = true;
    this.#firstWriteMs = Math.min(this.#firstWriteMs, nowMs);
    this.#link.write(chunks, () => this.#onWritten());
  }

  /** Closes gracefully as soon as everything is written. */
  finishWhenWritten(): void {
    if (this.#wantsEnd === 'no') this.#wantsEnd = 'when-written';
    this.write();
  }

  /** Closes gracefully after the present write. */
  finish(): void {
    this.#wantsEnd = 'now';
    this.write();
  }

  destroy(): void {
    this.#hasEnded = true;
    this.#cancelTimer?.();
    this.#link.destroy();
  }

  get #startMs(): number {
    return this.#openedMs + this.#context.startAfterMs;
  }

  get #isFull(): boolean {
    return this.#messages >= this.#context.maxMessages;
  }

  /** A peer that closes the connection because of a message gets the time to do so. */
  get #fullEndMs(): number {
    return this.#startMs + PROVEN_MS;
  }

  #take(): Uint8Array[] {
    const chunks: Uint8Array[] = [];
    for (let bytes = 0; bytes < WRITE_BYTES;) {
      const limit = this.#context.maxMessages - this.#messages;
      const piece: Piece | undefined = this.#shipments.take(limit);
      if (piece === undefined) break;
      chunks.push(piece.bytes);
      bytes += piece.bytes.length;
      this.#messages += piece.messages;
    }
    return chunks;
  }

  #onWritten(): void {
    if (this.#hasEnded) return;
    this.#isWriting = false;
    const plain = this.#shipments.writtenBytes;
    if (this.#settlement.isAllRead) this.#aliveMs = this.#context.timers.now();
    const sample = this.#link.gauge.sample(plain, this.#context.timers.now());
    if (sample !== undefined) this.#settlement.wrote(plain, sample.accepted);
    this.#context.wrote();
    this.write();
    this.#tick();
  }

  /** Reads the peer's progress, and settles. */
  #tick(): void {
    if (this.#hasEnded) return;
    const nowMs = this.#context.timers.now();
    const settlement = this.#settlement;
    const sample = this.#link.gauge.sample(settlement.written, nowMs);
    if (sample !== undefined) {
      const before = settlement.read;
      const settled = settlement.update(sample.read, nowMs);
      if (settlement.read > before) this.#aliveMs = nowMs;
      if (this.#shipments.settle(settled)) this.#hasProgressed = true;
    }
    this.#proveAt(nowMs);
    const isStuck = !settlement.isAllRead && nowMs - this.#aliveMs >= this.#limits.timeoutMs;
    // A graceful end shows what the window does not, and a peer that does not answer is given up.
    if (isStuck) this.finish();
    this.#schedule(nowMs);
  }

  #proveAt(nowMs: number): void {
    if (this.#isProven || nowMs - this.#openedMs < PROVEN_MS || this.#settlement.read === 0) return;
    this.#isProven = true;
    this.#context.works();
  }

  #schedule(nowMs: number): void {
    if (this.#isFinishing || this.#hasEnded) return;
    const due: number[] = [];
    if (!this.#settlement.isAllRead) due.push(nowMs + POLL_MS);
    if (this.#settlement.dueMs !== undefined) due.push(this.#settlement.dueMs);
    if (!this.#isProven && this.#settlement.read > 0) due.push(this.#openedMs + PROVEN_MS);
    if (nowMs < this.#startMs) due.push(this.#startMs);
    if (this.#isFull && nowMs < this.#fullEndMs) due.push(this.#fullEndMs);
    if (due.length > 0) this.#wakeAfter(Math.max(1, Math.min(...due) - nowMs));
  }

  #wakeAfter(ms: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#context.timers.after(ms, () => {
      this.write();
      this.#tick();
    });
  }

  #finishIfWanted(): void {
    const isFull = this.#isFull;
    const nowMs = this.#context.timers.now();
    if (isFull && nowMs < this.#fullEndMs) {
      this.#schedule(nowMs);
      return;
    }
    if (!isFull && this.#wantsEnd === 'no') return;
    if (this.#wantsEnd === 'when-written' && this.#shipments.isEmpty) return;
    this.#isFinishing = true;
    this.#cancelTimer?.();
    this.#cancelTimer = this.#context.timers.after(this.#limits.timeoutMs, () => {
      this.#onBroken(this.#link.timeoutProblem(this.#limits.timeoutMs), false);
    });
    this.#link.finish();
  }

  #onConfirmed(): void {
    if (this.#hasEnded) return;
    this.#shipments.settle(this.#shipments.writtenBytes);
    this.destroy();
    this.#context.ended({ kind: 'confirmed', messages: this.#messages });
  }

  #onBroken(problem: string, isByPeer: boolean): void {
    if (this.#hasEnded) return;
    if (this.#shipments.settle(this.#settlement.resumeAt)) this.#hasProgressed = true;
    this.destroy();
    this.#context.ended({
      kind: 'broken',
      problem,
      isByPeer,
      hasProgressed: this.#hasProgressed,
      isPrompt: this.#context.timers.now() - this.#firstWriteMs < PROMPT_MS,
    });
  }
}
