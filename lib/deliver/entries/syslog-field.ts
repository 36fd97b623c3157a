import type { ByteWriter } from '../../event/byte-writer.ts';
import type { EventView } from '../../event/event-view.ts';

const UNDERSCORE = 0x5f;
const HYPHEN = 0x2d;
const SPACE = 0x20;
const HIGHEST_FACILITY = 23;
const USER = 1;

/** Whether syslog has no number for the event's facility; it is sent as `user`. */
export function hasUnknownFacility({ facility }: EventView): boolean {
  return facility > HIGHEST_FACILITY;
}

/** Writes `<PRI>`. */
export function putPriority(view: EventView, out: ByteWriter): void {
  const { facility, severity, listener } = view;
  const known = hasUnknownFacility(view) ? USER : facility;
  out.ensure(5);
  out.byte(0x3c);
  out.decimal(known * 8 + (severity >= 0 ? severity : listener.defaultSeverity));
  out.byte(0x3e);
}

/**
 * Writes a header field and a space: `-` for none, `_` for each character that is not printable ASCII, at most `limit`
 * characters (RFC 5424 section 6.2).
 */
export function putField(range: FieldRange, limit: number, out: ByteWriter): void {
  out.ensure(limit + 1);
  if (range.start < 0 || range.end <= range.start) out.byte(HYPHEN);
  else putPrintable(range, limit, out);
  out.byte(SPACE);
}

/** A range of bytes; absent if `start` is -1. */
export interface FieldRange {
  bytes: Uint8Array;
  start: number;
  end: number;
}

/**
 * Writes at most `limit` characters, `_` for each that is not ASCII from `lowest` to `~`; at least one if the range is not empty. The
 * caller has reserved room.
 */
export function putPrintable(
  range: FieldRange,
  limit: number,
  out: ByteWriter,
  lowest = 0x21,
): void {
  const { bytes, start, end } = range;
  const target = out.bytes;
  const last = out.at + limit;
  let to = out.at;
  let before = 0;
  for (let at = start; at < end && to < last; at++) {
    const byte = bytes[at] as number;
    const isContinuation = (byte & 0xc0) === 0x80 && before >= 0x80;
    if (byte >= lowest && byte < 0x7f) target[to++] = byte;
    else if (!isContinuation) target[to++] = UNDERSCORE;
    before = byte;
  }
  out.at = to;
}

/** Writes `$HOST` as a header field. */
export function putHost(view: EventView, range: FieldRange, out: ByteWriter): void {
  const { bytes, start, end } = view.host;
  setRange(range, bytes, start, end);
  putField(range, 255, out);
}

export function setRange(range: FieldRange, bytes: Uint8Array, start: number, end: number): void {
  range.bytes = bytes;
  range.start = start;
  range.end = end;
}
