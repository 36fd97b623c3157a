import type { BatchForm } from '../batch-encoder.ts';
import { JsonLines } from '../entries/json-lines.ts';
import { NoNames } from '../names/event-names.ts';

/** One event in JSON a batch: its outcome is that of a single entry. */
export function winstonForm(): BatchForm {
  return {
    entries: new JsonLines(),
    createNames: () => new NoNames(),
    wholeEvents: true,
    maxEvents: 1,
  };
}
