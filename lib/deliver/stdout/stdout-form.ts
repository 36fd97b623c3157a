import { isatty } from 'node:tty';
import type { StdoutDestinationConfig } from '../../config/destination-config.ts';
import type { BatchForm } from '../batch-encoder.ts';
import { wantsColours } from '../../log/colours.ts';
import { ColouredLines } from '../entries/coloured-lines.ts';
import type { EntryWriter } from '../entries/entry-writer.ts';
import { JsonLines } from '../entries/json-lines.ts';
import { compileLineTemplates } from '../entries/line-templates.ts';
import { Lines } from '../entries/lines.ts';
import { NoNames } from '../names/event-names.ts';

const STDOUT = 1;

/** Lines of text or JSON, without names. Text is coloured on a terminal. */
export function stdoutForm({ format, template }: StdoutDestinationConfig): BatchForm {
  return {
    entries: format === 'json' ? new JsonLines() : textLines(template),
    createNames: () => new NoNames(),
    wholeEvents: false,
  };
}

function textLines(template: string | undefined): EntryWriter {
  const templates = compileLineTemplates(template);
  if (!wantsColours(isatty(STDOUT))) return new Lines(templates);
  return new ColouredLines(templates, template === undefined);
}
