import type { PeerRead } from './read-estimate.ts';

/** A write that our kernel has accepted. */
interface Mark {
  /** Bytes of messages written so far, and bytes on the wire: more with TLS. */
  readonly plain: number;
  readonly wire: number;
}

/** Messages up to `plain` have been likely read since `ms`. */
interface ReadMark {
  plain: number;
  readonly ms: number;
}

export interface SettlementLimits {
  /** Bytes kept after the point that the peer is known to have read to: a peer that crashes loses what it has not processed. */
  readonly resendWindowBytes: number;
  /** On an established connection they are settled this long after they were read. */
  readonly timeoutMs: number;
}

/** Read marks closer than this are one. */
const GRAIN_MS = 10;

/** Decides which bytes written on one connection are settled for good, and where to resume if the connection breaks. */
export class Settlement {
  readonly #limits: SettlementLimits;
  /** Writes that are not settled, in order. */
  #marks: Mark[] = [];
  /** The last write before them. */
  #base: Mark;
  #reads: ReadMark[] = [];
  #likely = 0;
  #settled = 0;
  #written = 0;

  /** `wire`: bytes on the wire before the first message. */
  constructor(limits: SettlementLimits, wire: number) {
    this.#limits = limits;
    this.#base = { plain: 0, wire };
  }

  /** Bytes of messages written. */
  get written(): number {
    return this.#written;
  }

  /** Bytes of messages that the peer has likely read. */
  get read(): number {
    return this.#likely;
  }

  /** Whether the peer has likely read all that was written. */
  get isAllRead(): boolean {
    return this.#likely >= this.#written;
  }

  /** Bytes of messages before the first one to send again if the connection breaks now. */
  get resumeAt(): number {
    return Math.max(this.#settled, this.#likely - this.#limits.resendWindowBytes);
  }

  /** When the next bytes are settled if the peer reads no more; undefined if none are. */
  get dueMs(): number | undefined {
    const [first] = this.#reads;
    return first === undefined ? undefined : first.ms + this.#limits.timeoutMs;
  }

  /** Our kernel has accepted messages up to `plain`, which end at `wire`. */
  wrote(plain: number, wire: number): void {
    this.#written = plain;
    this.#marks.push({ plain, wire });
  }

  /** The peer's progress is `read`. Returns the bytes of messages that are settled. */
  update(read: PeerRead, nowMs: number): number {
    const { resendWindowBytes, timeoutMs } = this.#limits;
    this.#likely = this.#plainOf(read.likely);
    this.#noteRead(nowMs);
    let settled = this.#plainOf(read.safe) - resendWindowBytes;
    for (const { plain, ms } of this.#reads) {
      if (nowMs - ms >= timeoutMs) settled = Math.max(settled, plain);
    }
    this.#settled = Math.max(this.#settled, settled);
    this.#reads = this.#reads.filter(({ plain }) => plain > this.#settled);
    this.#forgetMarks();
    return this.#settled;
  }

  #noteRead(nowMs: number): void {
    // What turned out not to be read was not read then either.
    this.#reads = this.#reads.filter(({ plain }) => plain <= this.#likely);
    const last = this.#reads.at(-1);
    if (this.#likely <= (last?.plain ?? this.#settled)) return;
    if (last !== undefined && nowMs - last.ms < GRAIN_MS) last.plain = this.#likely;
    else this.#reads.push({ plain: this.#likely, ms: nowMs });
  }

  /** Bytes of messages in the first `wire` bytes on the wire; at least what is settled. */
  #plainOf(wire: number): number {
    let before = this.#base;
    for (const mark of this.#marks) {
      if (mark.wire > wire) {
        // Without TLS a byte on the wire is a byte of a message.
        const isPlain = mark.wire - before.wire === mark.plain - before.plain;
        const inside = isPlain ? Math.max(0, wire - before.wire) : 0;
        return Math.max(this.#settled, before.plain + inside);
      }
      before = mark;
    }
    return Math.max(this.#settled, before.plain);
  }

  #forgetMarks(): void {
    const kept = this.#marks.findIndex(({ plain }) => plain > this.#settled);
    const forgotten = kept < 0 ? this.#marks.length : kept;
    this.#base = this.#marks[forgotten - 1] ?? this.#base;
    this.#marks = this.#marks.slice(forgotten);
  }
}
