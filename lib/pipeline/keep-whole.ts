import type { EventView } from '../event/event-view.ts';
import { problemBit } from '../event/problem.ts';

const AMBIGUOUS = problemBit('ambiguous');
const NEWLINE = 0x0a;

/** Makes an event of a datagram of no known format: all of it is the message. */
export function keepWhole(view: EventView): void {
  view.facility = 1;
  view.severity = 5;
  view.problems |= AMBIGUOUS;
  view.text = view.bytes;
  view.textStart = view.start;
  view.textEnd = view.bytes[view.end - 1] === NEWLINE ? view.end - 1 : view.end;
}
