import type { EventView } from '../../event/event-view.ts';
import { writeEventJson } from '../../event/json/event-json.ts';
import type { CompiledTemplate } from '../../template/compile-template.ts';
import { BatchBuffer } from '../batch-buffer.ts';
import type { Encoder, EncoderContext } from '../encoder.ts';
import { lineEndOf } from '../../template/line-end.ts';
import type { LineTemplates } from '../line-templates.ts';

const NEWLINE = 0x0a;

/**
 * Renders events into batches of plain bytes: each line of an event by its template, or one line of JSON an event
 * when there are no templates. A line is never split between batches; the lines of one event may be.
 */
export class StreamEncoder implements Encoder {
  readonly #context: EncoderContext;
  readonly #lines: LineTemplates | undefined;
  readonly #buffer: BatchBuffer;
  #events = 0;

  constructor(context: EncoderContext, lines: LineTemplates | undefined) {
    this.#context = context;
    this.#lines = lines;
    this.#buffer = new BatchBuffer(context.pool);
  }

  encode(view: EventView): void {
    if (this.#lines === undefined) {
      writeEventJson(view, this.#buffer.out);
      this.#endLine(1);
    } else this.#encodeLines(view, this.#lines);
  }

  get isEmpty(): boolean {
    return this.#buffer.out.at === 0;
  }

  flush(): void {
    if (this.isEmpty) return;
    const events = this.#events;
    const used = this.#buffer.out.at;
    this.#events = 0;
    this.#context.handOver({
      ...this.#context.origin,
      events,
      bytes: this.#buffer.cut(),
      used,
      files: undefined,
    });
  }

  flushOld(): void {
    if (!this.#buffer.takeHasLeftFull()) this.flush();
  }

  #encodeLines(view: EventView, lines: LineTemplates): void {
    const template = lines[view.format] as CompiledTemplate;
    const { text, textEnd } = view;
    for (let start = view.textStart; ;) {
      const end = view.isPlain ? textEnd : lineEndOf(text, start, textEnd);
      template.render(view, start, end, this.#buffer.out);
      this.#endLine(end >= textEnd ? 1 : 0);
      if (end >= textEnd) return;
      start = end + 1;
    }
  }

  #endLine(events: number): void {
    const { out } = this.#buffer;
    out.ensure(1);
    out.byte(NEWLINE);
    this.#events += events;
    if (this.#buffer.isFull()) this.flush();
  }
}
