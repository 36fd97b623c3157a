import { ByteWriter } from '../../lib/event/byte-writer.ts';
import type { EventView } from '../../lib/event/event-view.ts';
import { compileTemplate } from '../../lib/template/compile-template.ts';
import type { CompiledTemplate, TemplateOptions } from '../../lib/template/compile-template.ts';
import { encodeLines } from '../../lib/template/line-encoder.ts';

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

/** The lines that a template makes of an event, with their newlines. */
export function lines(template: string, view: EventView): string {
  const out = new ByteWriter(1);
  encodeLines(compiled(template), view, out);
  return out.bytes.toString('utf8', 0, out.at);
}
