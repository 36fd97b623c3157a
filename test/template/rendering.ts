import { ByteWriter } from '../../lib/event/byte-writer.ts';
import type { EventView } from '../../lib/event/event-view.ts';
import { compileTemplate } from '../../lib/template/compile-template.ts';
import type { CompiledTemplate, TemplateOptions } from '../../lib/template/compile-template.ts';
import { lineEndOf } from '../../lib/event/line-end.ts';

/** Compiles a template that must be right. */
export function compiled(text: string, options: TemplateOptions = {}): CompiledTemplate {
  const result = compileTemplate(text, { zone: '+00:00', loghost: 'relay', ...options });
  if (Array.isArray(result)) throw new Error(result.map(({ message }) => message).join(', '));
  return result;
}

/** What a template makes of the whole text of an event, as one line. */
export function rendered(template: string, view: EventView, options: TemplateOptions = {}): string {
  const out = new ByteWriter(1);
  compiled(template, options).render(view, view.textStart, view.textEnd, out);
  return out.bytes.toString('utf8', 0, out.at);
}

/** The lines that a template makes of an event, each with its newline. */
export function lines(template: CompiledTemplate, view: EventView): string {
  const out = new ByteWriter(1);
  for (let start = view.textStart; start <= view.textEnd;) {
    const end = lineEndOf(view.text, start, view.textEnd);
    template.render(view, start, end, out);
    out.ensure(1);
    out.byte(0x0a);
    start = end + 1;
  }
  return out.bytes.toString('utf8', 0, out.at);
}
