/** A write that our kernel has accepted. */
interface Mark {
  /** Bytes of messages written so far, and bytes on the wire: more with TLS. */
  readonly plain: number;
  readonly wire: number;
}

/** Messages up to `plain` were known to be read at `ms`. */
interface ReadMark {
  plain: number;
  readonly ms: number;
}

export interface SettlementLimits {
  /** Bytes kept behind the point that the peer is known to have read to. */
  readonly resendWindowBytes: number;
  /** They are settled after this time on an established connection. */
  readonly timeoutMs: number;
}

/** Read marks closer than this are one. */
const GRAIN_MS = 10;

/**
 * Decides which bytes written on one connection are settled: bytes that the peer has read, as far as its window shows, and that are
 * `resendWindowBytes` behind that point or were read `timeoutMs` ago. A peer that crashes loses what it has read and not processed.
 */
export class Settlement {
  readonly #limits: SettlementLimits;
  /** Those not read yet. */
  #marks: Mark[] = [];
  /** The last mark that is read. */
  #base: Mark;
  #reads: ReadMark[] = [];
  #read = 0;
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

  /** Bytes of messages that the peer is known to have read. */
  get readBytes(): number {
    return this.#read;
  }

  get hasRead(): boolean {
    return this.#read > 0;
  }

  /** Whether the peer is known to have read all that was written. */
  get isAllRead(): boolean {
    return this.#read === this.#written;
  }

  /** Our kernel has accepted messages up to `plain`, which end at `wire`. */
  wrote(plain: number, wire: number): void {
    this.#written = plain;
    this.#marks.push({ plain, wire });
  }

  /** The peer has read up to `wire`. Returns the bytes of messages that are settled. */
  update(wire: number, nowMs: number): number {
    this.#advance(wire);
    const last = this.#reads.at(-1);
    if (this.#read > (last?.plain ?? this.#settled)) {
      if (last !== undefined && nowMs - last.ms < GRAIN_MS) last.plain = this.#read;
      else this.#reads.push({ plain: this.#read, ms: nowMs });
    }
    const { resendWindowBytes, timeoutMs } = this.#limits;
    let settled = Math.max(this.#settled, this.#read - resendWindowBytes);
    for (const { plain, ms } of this.#reads) if (nowMs - ms >= timeoutMs) settled = plain;
    this.#settled = Math.max(this.#settled, settled);
    this.#reads = this.#reads.filter(({ plain }) => plain > this.#settled);
    return this.#settled;
  }

  /** When the next bytes are settled if the peer reads no more; undefined if none are. */
  get dueMs(): number | undefined {
    const [first] = this.#reads;
    return first === undefined ? undefined : first.ms + this.#limits.timeoutMs;
  }

  #advance(wire: number): void {
    for (;;) {
      const [next] = this.#marks;
      if (next === undefined) return;
      if (next.wire > wire) {
        // Without TLS a byte on the wire is a byte of a message.
        const isPlain = next.wire - this.#base.wire === next.plain - this.#base.plain;
        const read = isPlain ? this.#base.plain + wire - this.#base.wire : this.#base.plain;
        this.#read = Math.max(this.#read, read);
        return;
      }
      this.#base = next;
      this.#marks.shift();
      this.#read = Math.max(this.#read, next.plain);
    }
  }
}
