import type { EventView } from '../event/event-view.ts';
import { BASIC, EXTENDED, RFC3164, RFC5424, UNPARSED } from '../event/format.ts';
import type { NetconsoleDecoder } from '../netconsole/netconsole-decoder.ts';
import { behindOctetCount } from '../syslog-parser/grammar/octet-count.ts';
import {
  NOTHING,
  PRI_AND_TIME,
  PRI_AND_VERSION,
  recognise,
  TIME_ALONE,
} from '../syslog-parser/grammar/recognise.ts';

const NETCONSOLE_PORT = 6666;
const OPEN_BRACKET = 0x5b;

/**
 * Finds the format of a datagram that is not empty; returns a number of `FORMATS`. First that holds:
 *
 *   1. strict extended header, also after the replay notice           → extended
 *   2. <PRI> "1 " and a time or "-"                                    → RFC 5424
 *   3. <PRI> and a BSD or ISO time                                     → RFC 3164
 *   4. [<PRI>] kernel time or caller, or a notice of the console code  → basic
 *   5. a basic record of this sender is open                           → basic
 *   6. on port 6666, `format: netconsole`, or a sender known as kernel → basic
 *   7. <PRI>, or a BSD or ISO time without it                          → RFC 3164
 *   8. the rest                                                        → unparsed
 *
 * A correct octet count in front of `<` is stripped first: then `view.start` is after it. (In 6 being known does not count for a time without PRI.)
 * `format: syslog` knows only 2 and RFC 3164.
 * Parts that it decodes for the decision stay decoded: `view.kernel` and `decoder.header` of an extended packet,
 * `decoder.start` of a basic one.
 */
export function classify(view: EventView, decoder: NetconsoleDecoder, nowMs: number): number {
  const { bytes, end, listener } = view;
  let { start } = view;
  const first = bytes[start] as number;
  // Digits are seldom: they begin extended headers, and counts.
  if (first <= 0x39 && first > 0x30) {
    start = behindOctetCount(bytes, start, end);
    view.start = start;
  }
  if (listener.format === 'syslog') return classifySyslog(bytes, start, end);
  if (bytes[start] === OPEN_BRACKET && decoder.start.decode(bytes, start, end)) return BASIC;
  if (decoder.header.decode(view)) return EXTENDED;
  const found = recognise(bytes, start, end);
  if (found === PRI_AND_TIME) return RFC3164;
  if (found === PRI_AND_VERSION) return RFC5424;
  if (decoder.start.decode(bytes, start, end)) return BASIC;
  if (decoder.hasOpenRecord(view.slot)) return BASIC;
  if (listener.format === 'netconsole' || listener.port === NETCONSOLE_PORT) return BASIC;
  if (found === TIME_ALONE) return RFC3164;
  if (decoder.isKnown(view.slot, nowMs)) return BASIC;
  return found === NOTHING ? UNPARSED : RFC3164;
}

function classifySyslog(bytes: Uint8Array, start: number, end: number): number {
  return recognise(bytes, start, end) === PRI_AND_VERSION ? RFC5424 : RFC3164;
}
