import type { EventView } from '../../event/event-view.ts';
import { writeEventJson } from '../../event/json/event-json.ts';
import type { EntryTarget, EntryWriter } from './entry-writer.ts';

const NEWLINE = 0x0a;

/** One line of JSON per event, as specified for `format: json`. */
export class JsonLines implements EntryWriter {
  write(view: EventView, target: EntryTarget): void {
    const { out } = target;
    writeEventJson(view, out);
    target.isPlain = false;
    out.ensure(1);
    out.byte(NEWLINE);
    target.endPart(true);
  }
}
