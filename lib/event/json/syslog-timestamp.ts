import type { SyslogView } from '../../syslog-parser/syslog-view.ts';
import type { ByteWriter } from '../byte-writer.ts';
import { putTwoDigits } from '../rfc3339.ts';

const QUOTE = 0x22;
const DIGITS_OF_DATE = 19;
const OFFSET_LENGTH = 6;

/**
 * Writes the sender's time as a JSON string, RFC 3339 with the sender's own offset and precision, and a comma.
 * `syslog.hasTime` must be true.
 */
export function writeSyslogTimestamp(bytes: Uint8Array, syslog: SyslogView, out: ByteWriter): void {
  const fraction = syslog.fractionStart < 0 ? 0 : syslog.fractionEnd - syslog.fractionStart;
  out.ensure(DIGITS_OF_DATE + fraction + OFFSET_LENGTH + 4);
  out.byte(QUOTE);
  out.padded(syslog.year, 4);
  putField(0x2d, syslog.month, out);
  putField(0x2d, syslog.day, out);
  putField(0x54, syslog.hour, out);
  putField(0x3a, syslog.minute, out);
  putField(0x3a, syslog.second, out);
  if (fraction > 0) {
    out.byte(0x2e);
    out.range(bytes, syslog.fractionStart, syslog.fractionEnd);
  }
  if (syslog.offsetIsZ) out.byte(0x5a);
  else putOffset(syslog.offsetMinutes, out);
  out.byte(QUOTE);
  out.byte(0x2c);
}

function putField(separator: number, value: number, out: ByteWriter): void {
  out.byte(separator);
  putTwoDigits(out.bytes, out.at, value);
  out.at += 2;
}

/** `+01:00`. */
function putOffset(minutes: number, out: ByteWriter): void {
  const distance = Math.abs(minutes);
  putField(minutes < 0 ? 0x2d : 0x2b, Math.floor(distance / 60), out);
  putField(0x3a, distance % 60, out);
}
