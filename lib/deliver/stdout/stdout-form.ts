import type { StdoutDestinationConfig } from '../../config/destination-config.ts';
import type { BatchForm } from '../batch-encoder.ts';
import { JsonLines } from '../entries/json-lines.ts';
import { compileLineTemplates } from '../entries/line-templates.ts';
import { Lines } from '../entries/lines.ts';
import { NoNames } from '../names/event-names.ts';

/** Lines of text or JSON, without names. */
export function stdoutForm({ format, template }: StdoutDestinationConfig): BatchForm {
  return {
    entries: format === 'json' ? new JsonLines() : new Lines(compileLineTemplates(template)),
    createNames: () => new NoNames(),
    wholeEvents: false,
  };
}
