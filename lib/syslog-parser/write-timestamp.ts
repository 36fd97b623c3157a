import type { SyslogView } from './syslog-view.ts';

/** Bytes that `writeTimestamp` needs in addition to the fraction's digits. */
export const TIMESTAMP_SIZE = 26;

/**
 * Writes the time of a view that has one (`view.hasTime`) as RFC 3339 with the sender's own offset and digits,
 * `2026-11-20T15:39:59.9+01:00`, to `target` at `at`; returns the position after it. `bytes` are those the view was decoded
 * from. The caller has room for `TIMESTAMP_SIZE` and the fraction's digits.
 */
export function writeTimestamp(
  view: SyslogView,
  bytes: Uint8Array,
  target: Uint8Array,
  at: number,
): number {
  if (view.timestampStart !== -1) return copySent(view, bytes, target, at);
  const century = (view.year / 100) | 0;
  writePair(target, at, century);
  writePair(target, at + 2, view.year - century * 100);
  target[at + 4] = 0x2d;
  writePair(target, at + 5, view.month);
  target[at + 7] = 0x2d;
  writePair(target, at + 8, view.day);
  target[at + 10] = 0x54;
  writePair(target, at + 11, view.hour);
  target[at + 13] = 0x3a;
  writePair(target, at + 14, view.minute);
  target[at + 16] = 0x3a;
  writePair(target, at + 17, view.second);
  let cursor = at + 19;
  if (view.fractionStart !== -1) {
    target[cursor++] = 0x2e;
    for (let i = view.fractionStart; i < view.fractionEnd; i++) {
      target[cursor++] = bytes[i] as number;
    }
  }
  return writeOffset(view, target, cursor);
}

function copySent(view: SyslogView, bytes: Uint8Array, target: Uint8Array, at: number): number {
  let cursor = at;
  for (let i = view.timestampStart; i < view.timestampEnd; i++)
    target[cursor++] = bytes[i] as number;
  return cursor;
}

function writeOffset(view: SyslogView, target: Uint8Array, at: number): number {
  if (view.offsetIsZ) {
    target[at] = 0x5a;
    return at + 1;
  }
  const offset = view.offsetMinutes;
  const minutes = offset < 0 ? -offset : offset;
  const hours = (minutes / 60) | 0;
  target[at] = offset < 0 ? 0x2d : 0x2b;
  writePair(target, at + 1, hours);
  target[at + 3] = 0x3a;
  writePair(target, at + 4, minutes - hours * 60);
  return at + 6;
}

/** Two decimal digits. */
function writePair(target: Uint8Array, at: number, value: number): void {
  const tens = (value / 10) | 0;
  target[at] = 0x30 + tens;
  target[at + 1] = 0x30 + value - tens * 10;
}
