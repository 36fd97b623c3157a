import { JsonLines } from '../entries/json-lines.ts';
import type { EntryTarget, EntryWriter } from '../entries/entry-writer.ts';
import { compileLineTemplates } from '../entries/line-templates.ts';
import { Lines } from '../entries/lines.ts';
import { ByteWriter } from '../../event/byte-writer.ts';
import type { EventView } from '../../event/event-view.ts';
import { ConditionCompiler } from '../../route/condition-compiler.ts';
import type { EventTest } from '../../route/event-test.ts';
import { LOST, MAX_QUEUED_BYTES, QUEUED, type TapSettings } from './tap-settings.ts';

/** Lines leave when there are this many bytes, or with the next batches. */
const FULL_BYTES = 64 * 1024;
/** At most this many events are looked at in each window, so that a pattern that is slow to match never slows the thread down. */
const MAX_EVENTS = 5000;
const WINDOW_US = 100_000;
const DASH = 0x2d;
const DIGIT_0 = 0x30;
const SPACE = 0x20;

/** Receives lines for a subscriber. */
export type TapExit = (id: number, lines: Uint8Array<ArrayBuffer>) => void;

/** The thread's side of a subscriber: copies the events that it wants, while it reads fast enough. */
export class Tap implements EntryTarget {
  isPlain = true;
  truncated = 0;
  readonly out = new ByteWriter(FULL_BYTES);
  readonly #settings: TapSettings;
  readonly #exit: TapExit;
  readonly #entries: EntryWriter;
  readonly #test: EventTest | boolean;
  #severity = DASH;
  #windowEndUs = 0;
  #left = 0;

  constructor(settings: TapSettings, exit: TapExit) {
    this.#settings = settings;
    this.#exit = exit;
    this.#entries =
      settings.form === 'json' ? new JsonLines() : new Lines(compileLineTemplates(undefined));
    // These conditions have the same answer for every source and format.
    this.#test = new ConditionCompiler().compile(settings.when, {
      listener: '',
      format: 'unparsed',
    });
  }

  get id(): number {
    return this.#settings.id;
  }

  /** Takes an event that is complete, and normalised. */
  take(view: EventView): void {
    const { shared, form } = this.#settings;
    if (!this.#mayLook(view.receivedUs)) {
      Atomics.add(shared, LOST, 1);
      return;
    }
    if (this.#test === false || (this.#test !== true && !this.#test.holds(view))) return;
    if (Atomics.load(shared, QUEUED) + this.out.at > MAX_QUEUED_BYTES) {
      Atomics.add(shared, LOST, 1);
      return;
    }
    this.#severity = view.severity < 0 ? DASH : DIGIT_0 + view.severity;
    if (form === 'text') this.#writeSeverity();
    this.#entries.write(view, this);
    if (this.out.at >= FULL_BYTES) this.flush();
  }

  endPart(isLast: boolean): void {
    if (!isLast && this.#settings.form === 'text') this.#writeSeverity();
  }

  get isEmpty(): boolean {
    return this.out.at === 0;
  }

  /** Hands over the lines. */
  flush(): void {
    if (this.isEmpty) return;
    const lines = new Uint8Array(this.out.bytes.subarray(0, this.out.at));
    this.out.at = 0;
    Atomics.add(this.#settings.shared, QUEUED, lines.length);
    this.#exit(this.id, lines);
  }

  #writeSeverity(): void {
    this.out.ensure(2);
    this.out.byte(this.#severity);
    this.out.byte(SPACE);
  }

  #mayLook(nowUs: number): boolean {
    if (nowUs >= this.#windowEndUs || nowUs < this.#windowEndUs - WINDOW_US) {
      this.#windowEndUs = nowUs + WINDOW_US;
      this.#left = MAX_EVENTS;
    }
    if (this.#left === 0) return false;
    this.#left--;
    return true;
  }
}
