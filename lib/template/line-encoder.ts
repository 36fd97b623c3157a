import type { ByteWriter } from '../event/byte-writer.ts';
import type { EventView } from '../event/event-view.ts';
import type { CompiledTemplate } from './compile-template.ts';
import { lineEndOf } from './line-end.ts';

/** The line of a netconsole record or a signal when nothing else is configured. */
export const NETCONSOLE_LINE = '$ISODATE $HOST $KMSG';
/** The line of every other event when nothing else is configured. */
export const SYSLOG_LINE = '$ISODATE $HOST $MSGHDR$MSG';

const NEWLINE = 0x0a;

/**
 * Appends an event as text: the template once per line of the message, each ended by one newline. A message that is
 * empty is one line, one that ends in a newline ends in an empty line.
 */
export function encodeLines(template: CompiledTemplate, view: EventView, out: ByteWriter): void {
  const { text, textEnd } = view;
  let start = view.textStart;
  for (;;) {
    const end = lineEndOf(text, start, textEnd);
    template.render(view, start, end, out);
    out.ensure(1);
    out.byte(NEWLINE);
    if (end >= textEnd) return;
    start = end + 1;
  }
}
