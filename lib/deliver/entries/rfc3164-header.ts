import type { ByteWriter } from '../../event/byte-writer.ts';
import type { EventView } from '../../event/event-view.ts';
import { SIGNAL } from '../../event/format.ts';
import { writeBsdTime } from '../../template/date-macros.ts';
import { EventClock } from '../../template/event-clock.ts';
import { MAX_UPTIME_PREFIX, putUptimePrefix } from '../../template/kernel-macros.ts';
import { isNetconsole } from '../../template/message-macros.ts';
import { isSyslog } from '../../template/syslog-macros.ts';
import { putHost, putPrintable, putPriority, setRange, type FieldRange } from './syslog-field.ts';
import type { SyslogHeader } from './syslog-frames.ts';

const KERNEL = Buffer.from('kernel: ');
const RELAY = Buffer.from('netconsole-relay: ');
/** A tag must be there: a receiver would take the first word of the text for it. */
const NO_PROGRAM = Buffer.from('-: ');
const BSD_TIME_LENGTH = 16;
const MAX_TAG = 255;
const SPACE = 0x20;

/**
 * Headers of RFC 3164: `<PRI>Mmm dd hh:mm:ss HOST TAG: `, after it `[  501.151268] ` for a kernel record with an uptime. The time is
 * that of the relay's zone, since it is written without one.
 */
export class Rfc3164Header implements SyslogHeader {
  readonly #clock = new EventClock('local');
  readonly #range: FieldRange = { bytes: KERNEL, start: 0, end: 0 };

  write(view: EventView, out: ByteWriter): void {
    putPriority(view, out);
    this.#putTime(view, out);
    putHost(view, this.#range, out);
    putTag(view, this.#range, out);
    if (!isNetconsole(view)) return;
    out.ensure(MAX_UPTIME_PREFIX);
    putUptimePrefix(view, out);
  }

  #putTime(view: EventView, out: ByteWriter): void {
    const us = isSyslog(view) && view.syslog.hasTime ? view.syslog.timestampUs : view.receivedUs;
    out.ensure(BSD_TIME_LENGTH);
    writeBsdTime(this.#clock.at(us), out, 0);
    out.byte(0x20);
  }
}

/** The header as it was sent, else `program[pid]: `. */
function putTag(view: EventView, range: FieldRange, out: ByteWriter): void {
  const { legacyHeaderStart, legacyHeaderEnd, appNameStart, appNameEnd } = view.syslog;
  out.ensure(2 * MAX_TAG + 4);
  if (isNetconsole(view)) out.all(KERNEL);
  else if (view.format === SIGNAL) out.all(RELAY);
  else if (!isSyslog(view) || appNameEnd <= appNameStart) out.all(NO_PROGRAM);
  else if (legacyHeaderStart >= 0 && legacyHeaderEnd - legacyHeaderStart <= MAX_TAG) {
    setRange(range, view.bytes, legacyHeaderStart, legacyHeaderEnd);
    putPrintable(range, MAX_TAG, out, SPACE);
  } else {
    setRange(range, view.bytes, appNameStart, appNameEnd);
    putPrintable(range, MAX_TAG, out);
    putProcessId(view, range, out);
    out.byte(0x3a);
    out.byte(SPACE);
  }
}

function putProcessId({ bytes, syslog }: EventView, range: FieldRange, out: ByteWriter): void {
  const { procIdStart, procIdEnd } = syslog;
  if (procIdStart < 0 || procIdEnd <= procIdStart) return;
  out.byte(0x5b);
  setRange(range, bytes, procIdStart, procIdEnd);
  putPrintable(range, 128, out);
  out.byte(0x5d);
}
