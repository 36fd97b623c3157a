import { daysSinceEpoch } from '../../syslog-parser/calendar.ts';
import type { SyslogView } from '../../syslog-parser/syslog-view.ts';
import { digitsAt, isSecond, SECOND_LENGTH } from './moment-reader.ts';

const POINT = 0x2e;
const COLON = 0x3a;
const LETTER_Z = 0x5a;
const PLUS = 0x2b;
const MINUS = 0x2d;
const OFFSET_LENGTH = 6;

/**
 * Reads the sender's time `bytes[start, end)`, see `writeSyslogTimestamp`:
 *
 *   YYYY-MM-DD "T" HH:MM:SS ["." 1*digit] ("Z" / ("+" / "-") HH:MM)
 *
 * False if it is not of this form. A date that no calendar has is a moment nevertheless, as it is when a message is decoded.
 */
export function readTimestamp(
  bytes: Uint8Array,
  start: number,
  end: number,
  syslog: SyslogView,
): boolean {
  if (end - start <= SECOND_LENGTH || !isSecond(bytes, start)) return false;
  syslog.year = digitsAt(bytes, start, 4);
  syslog.month = digitsAt(bytes, start + 5, 2);
  syslog.day = digitsAt(bytes, start + 8, 2);
  syslog.hour = digitsAt(bytes, start + 11, 2);
  syslog.minute = digitsAt(bytes, start + 14, 2);
  syslog.second = digitsAt(bytes, start + 17, 2);
  if (syslog.month < 1 || syslog.month > 12) return false;
  let at = start + SECOND_LENGTH;
  if (bytes[at] === POINT) {
    at = behindDigits(bytes, at + 1, end);
    syslog.fractionStart = start + SECOND_LENGTH + 1;
    syslog.fractionEnd = at;
    if (at === syslog.fractionStart) return false;
  }
  if (!readOffset(bytes, at, end, syslog)) return false;
  syslog.hasTime = true;
  syslog.timestampStart = start;
  syslog.timestampEnd = end;
  syslog.timestampUs = momentOf(bytes, syslog);
  return true;
}

function readOffset(bytes: Uint8Array, at: number, end: number, syslog: SyslogView): boolean {
  syslog.offsetIsZ = bytes[at] === LETTER_Z && end === at + 1;
  syslog.offsetMinutes = 0;
  if (syslog.offsetIsZ) return true;
  const isForm =
    end === at + OFFSET_LENGTH &&
    (bytes[at] === PLUS || bytes[at] === MINUS) &&
    bytes[at + 3] === COLON &&
    behindDigits(bytes, at + 1, end) === at + 3 &&
    behindDigits(bytes, at + 4, end) === end;
  if (!isForm) return false;
  const minutes = digitsAt(bytes, at + 1, 2) * 60 + digitsAt(bytes, at + 4, 2);
  syslog.offsetMinutes = bytes[at] === MINUS ? -minutes : minutes;
  return true;
}

/** Microseconds since the epoch; digits of the fraction beyond the sixth do not count. */
function momentOf(bytes: Uint8Array, syslog: SyslogView): number {
  const days = daysSinceEpoch(syslog.year, syslog.month, syslog.day);
  const minutes = (days * 24 + syslog.hour) * 60 + syslog.minute - syslog.offsetMinutes;
  let micros = 0;
  for (let i = 0; i < 6; i++) {
    const at = syslog.fractionStart + i;
    micros = micros * 10 + (at < syslog.fractionEnd ? (bytes[at] as number) - 0x30 : 0);
  }
  return (minutes * 60 + syslog.second) * 1_000_000 + micros;
}

function behindDigits(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] as number) >= 0x30 && (bytes[at] as number) <= 0x39) at++;
  return at;
}
