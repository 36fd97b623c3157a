import { BAD_HEADER, BAD_STRUCTURED_DATA } from './problem.ts';
import { type StructuredDataCollector, walkElements } from './structured-data.ts';
import type { SyslogView } from './syslog-view.ts';

const SPACE = 0x20;
const NIL = 0x2d;

/**
 * Reads STRUCTURED-DATA at `at` and what follows it, the message, into a view that has the header. What cannot be read is part of the
 * message (`bad-structured-data`). `collector` hears of elements and parameters.
 */
export function readStructuredData(
  bytes: Uint8Array,
  at: number,
  view: SyslogView,
  collector: StructuredDataCollector,
): void {
  const end = view.messageEnd;
  if (at >= end) {
    view.problems |= BAD_HEADER;
    view.messageStart = end;
    return;
  }
  const first = bytes[at];
  if (first === NIL && (at + 1 >= end || bytes[at + 1] === SPACE)) {
    setMessage(bytes, at + 2, view);
    return;
  }
  const after = first === 0x5b ? walk(bytes, at, view, collector) : -1;
  if (after === -1) {
    view.problems |= BAD_STRUCTURED_DATA;
    setMessage(bytes, at, view);
    return;
  }
  view.structuredDataStart = at;
  view.structuredDataEnd = after;
  const hasSpace = after >= end || bytes[after] === SPACE;
  if (!hasSpace) view.problems |= BAD_HEADER;
  setMessage(bytes, hasSpace ? after + 1 : after, view);
}

function walk(
  bytes: Uint8Array,
  at: number,
  view: SyslogView,
  collector: StructuredDataCollector,
): number {
  collector.begin(bytes);
  const after = walkElements(bytes, at, view.messageEnd, collector);
  if (collector.hasDuplicate) view.problems |= BAD_STRUCTURED_DATA;
  return after;
}

/** The rest from `at` on is the message; a byte order mark only says that it is UTF-8. */
function setMessage(bytes: Uint8Array, at: number, view: SyslogView): void {
  const end = view.messageEnd;
  const isMarked =
    at + 2 < end && bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf;
  view.messageStart = isMarked ? at + 3 : Math.min(at, end);
}
