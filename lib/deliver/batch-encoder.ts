import type { EventView } from '../event/event-view.ts';
import { RUN_WORDS } from './batch.ts';
import { BatchBuffer } from './batch-buffer.ts';
import type { Encoder, EncoderContext } from './encoder.ts';
import type { EntryTarget, EntryWriter } from './entries/entry-writer.ts';
import type { CreateEventNames, EventNames } from './names/event-names.ts';

const WORD_BYTES = Uint32Array.BYTES_PER_ELEMENT;
const MAX_RUNS = 8192;

/** How a kind of destination encodes events. */
export interface BatchForm {
  readonly entries: EntryWriter;
  readonly createNames: CreateEventNames;
  /** Whether a batch contains only whole events: for kinds that send a batch again, or store it. */
  readonly wholeEvents: boolean;
  /** Upper bound of the events in a batch; undefined: none. */
  readonly maxEvents?: number;
  /** Upper bound of the bytes of entries in a batch of more than one event, for `wholeEvents` only; undefined: none. */
  readonly maxBytes?: number;
}

/** Encodes events into batches of one form, with runs that say which bytes belong to which name. */
export class BatchEncoder implements Encoder, EntryTarget {
  isPlain = true;
  truncated = 0;
  readonly #context: EncoderContext;
  readonly #entries: EntryWriter;
  readonly #names: EventNames;
  readonly #wholeEvents: boolean;
  readonly #maxEvents: number;
  readonly #maxBytes: number;
  readonly #buffer: BatchBuffer;
  readonly #runs = new Uint32Array(MAX_RUNS * RUN_WORDS);
  #runWords = 0;
  #events = 0;
  /** Name id of the event being encoded. */
  #name = 0;
  /** Where that event begins. */
  #start = 0;

  constructor(context: EncoderContext, form: BatchForm) {
    this.#context = context;
    this.#entries = form.entries;
    this.#names = form.createNames(() => this.flush());
    this.#wholeEvents = form.wholeEvents;
    this.#maxEvents = form.maxEvents ?? Number.POSITIVE_INFINITY;
    this.#maxBytes = form.maxBytes ?? Number.POSITIVE_INFINITY;
    this.#buffer = new BatchBuffer(context.pool);
  }

  get out(): BatchBuffer['out'] {
    return this.#buffer.out;
  }

  encode(view: EventView): void {
    this.#name = this.#names.idOf(view);
    this.#start = this.out.at;
    this.#entries.write(view, this);
  }

  nameOf(view: EventView): string {
    return this.#names.nameOf(view);
  }

  endPart(isLast: boolean): void {
    if (!isLast && this.#wholeEvents) return;
    if (this.#buffer.out.at > this.#maxBytes && this.#events > 0) this.#flushBefore();
    this.#extendRun(this.#name, this.#buffer.out.at, isLast ? 1 : 0);
    const isFull = this.#buffer.isFull(this.#runWords * WORD_BYTES);
    const isAtLimit = this.#runWords === this.#runs.length || this.#events >= this.#maxEvents;
    if (isFull || isAtLimit) this.flush();
  }

  get isEmpty(): boolean {
    return this.#runWords === 0;
  }

  flush(): void {
    if (this.isEmpty) return;
    const { origin, handOver, receipt } = this.#context;
    const used = this.#buffer.out.at;
    const runs = this.#runs.subarray(0, this.#runWords);
    const at = this.#buffer.append(runs);
    const batch = {
      ...origin,
      events: this.#events,
      truncated: this.truncated,
      bytes: this.#buffer.cut(),
      used,
      isPlain: this.isPlain,
      runs: {
        at,
        count: runs.length / RUN_WORDS,
        newNames: this.#names.takeNewNames(),
        epoch: this.#names.epoch,
      },
      receipt: receipt?.(),
    };
    this.#runWords = 0;
    this.#events = 0;
    this.isPlain = true;
    this.truncated = 0;
    handOver(batch);
  }

  /** Hands over the events before the one just written, which begins the next batch. */
  #flushBefore(): void {
    const { out } = this.#buffer;
    const written = out.bytes.subarray(this.#start, out.at);
    const moved = Buffer.from(written);
    const { isPlain } = this;
    out.at = this.#start;
    this.flush();
    this.isPlain = isPlain;
    this.out.ensure(moved.length);
    this.out.all(moved);
  }

  flushOld(): void {
    if (!this.#buffer.takeHasLeftFull()) this.flush();
  }

  /** Consecutive parts of one name are one run. */
  #extendRun(name: number, end: number, events: number): void {
    const runs = this.#runs;
    const last = this.#runWords - RUN_WORDS;
    this.#events += events;
    if (last >= 0 && runs[last] === name) {
      runs[last + 1] = end;
      (runs[last + 2] as number) += events;
      return;
    }
    runs[last + RUN_WORDS] = name;
    runs[last + RUN_WORDS + 1] = end;
    runs[last + RUN_WORDS + 2] = events;
    this.#runWords += RUN_WORDS;
  }
}
