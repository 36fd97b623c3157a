import type { EventView } from '../../event/event-view.ts';
import type { CompiledTemplate } from '../../template/compile-template.ts';
import { lineEndOf } from '../../event/line-end.ts';
import type { EntryTarget, EntryWriter } from './entry-writer.ts';
import type { LineTemplates } from './line-templates.ts';

const NEWLINE = 0x0a;
/** Lines of an event; the last one contains the rest of the message, its newlines escaped. */
const MAX_LINES = 256;

/** Lines of text: the template is rendered once per line of the message. Each line is a part. */
export class Lines implements EntryWriter {
  readonly #templates: LineTemplates;

  constructor(templates: LineTemplates) {
    this.#templates = templates;
  }

  write(view: EventView, target: EntryTarget): void {
    const template = this.#templates[view.format] as CompiledTemplate;
    const { text, textEnd } = view;
    for (let start = view.textStart, line = 1; ; line++) {
      const isWhole = view.isPlain || line === MAX_LINES;
      const end = isWhole ? textEnd : lineEndOf(text, start, textEnd);
      const { out } = target;
      if (!template.render(view, start, end, out)) target.isPlain = false;
      out.ensure(1);
      out.byte(NEWLINE);
      const isLast = end >= textEnd;
      target.endPart(isLast);
      if (isLast) return;
      start = end + 1;
    }
  }
}
