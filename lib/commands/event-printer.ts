import type { Writable } from 'node:stream';
import { ByteWriter } from '../event/byte-writer.ts';
import type { EventSink } from '../event/event-sink.ts';
import type { EventView } from '../event/event-view.ts';
import { Utf8Repair } from '../event/utf8.ts';
import { ColouredLines } from '../deliver/entries/coloured-lines.ts';
import type { EntryTarget, EntryWriter } from '../deliver/entries/entry-writer.ts';
import { JsonLines } from '../deliver/entries/json-lines.ts';
import { compileLineTemplates } from '../deliver/entries/line-templates.ts';
import { Lines } from '../deliver/entries/lines.ts';
import { wantsColours } from '../log/colours.ts';
import { writeAll } from './write-all.ts';

const INITIAL_BYTES = 131_072;

export type OutputForm = 'json' | 'text';

/** Gathers events as lines for an output: JSON, or the default lines of files, coloured on a terminal. */
export class EventPrinter implements EventSink, EntryTarget {
  readonly out = new ByteWriter(INITIAL_BYTES);
  isPlain = true;
  truncated = 0;
  readonly #output: Writable;
  readonly #entries: EntryWriter;
  readonly #utf8 = new Utf8Repair();

  /** `output` is a terminal if its member `isTTY` says so. */
  constructor(output: Writable & { readonly isTTY?: boolean }, form: OutputForm) {
    this.#output = output;
    this.#entries = form === 'json' ? new JsonLines() : textLines(output.isTTY === true);
  }

  take(view: EventView): void {
    this.#utf8.repair(view);
    this.#entries.write(view, this);
  }

  endPart(): void {
    // Nothing is sealed here: `flush` writes everything.
  }

  /** Bytes that `flush` will write. */
  get size(): number {
    return this.out.at;
  }

  async flush(): Promise<void> {
    const bytes = Buffer.from(this.out.bytes.subarray(0, this.out.at));
    this.out.at = 0;
    await writeAll(this.#output, bytes);
  }
}

function textLines(isTerminal: boolean): EntryWriter {
  const templates = compileLineTemplates(undefined);
  return wantsColours(isTerminal) ? new ColouredLines(templates, true) : new Lines(templates);
}
