import type { SyslogView } from '../../syslog-parser/syslog-view.ts';
import { TIMESTAMP_SIZE, writeTimestamp } from '../../syslog-parser/write-timestamp.ts';
import type { ByteWriter } from '../byte-writer.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;

/**
 * Writes the sender's time as a JSON string, RFC 3339 with the sender's own offset and precision, and a comma.
 * `syslog.hasTime` must be true.
 */
export function writeSyslogTimestamp(bytes: Uint8Array, syslog: SyslogView, out: ByteWriter): void {
  out.ensure(TIMESTAMP_SIZE + syslog.fractionEnd - syslog.fractionStart + 3);
  out.byte(QUOTE);
  out.at = writeTimestamp(syslog, bytes, out.bytes, out.at);
  out.byte(QUOTE);
  out.byte(COMMA);
}
