import type { ByteWriter } from '../../event/byte-writer.ts';
import { targetViews } from '../../event/data-views.ts';
import type { EventView } from '../../event/event-view.ts';
import { SIGNAL } from '../../event/format.ts';
import { Rfc3339Utc } from '../../event/rfc3339.ts';
import { TIMESTAMP_SIZE, writeTimestamp } from '../../syslog-parser/write-timestamp.ts';
import { EventClock } from '../../template/event-clock.ts';
import { isNetconsole } from '../../template/message-macros.ts';
import { isSyslog } from '../../template/syslog-macros.ts';
import { EventStructuredData } from './event-structured-data.ts';
import { IdentityElements, type RelayIdentity } from './identity-elements.ts';
import { putField, putHost, putPriority, setRange, type FieldRange } from './syslog-field.ts';
import type { SyslogHeader } from './syslog-frames.ts';

const KERNEL = Buffer.from('kernel ');
const RELAY = Buffer.from('netconsole-relay ');
const NONE = Buffer.from('- ');
/** RFC 5424 section 6.2.3 allows six digits of a second, and no leap second. */
const MAX_FRACTION_DIGITS = 6;
const LEAP_SECOND = 60;
const ISO_LENGTH = 33;
const MAX_APP_NAME = 48;
const MAX_PROC_ID = 128;
const MAX_MSG_ID = 32;

/** Headers of RFC 5424 with structured data: `<PRI>1 TIMESTAMP HOST APP-NAME PROCID MSGID SD `. */
export class Rfc5424Header implements SyslogHeader {
  readonly #identity: IdentityElements;
  readonly #data: EventStructuredData;
  readonly #clock = new EventClock('local');
  readonly #arrival = new Rfc3339Utc();
  readonly #range: FieldRange = { bytes: KERNEL, start: 0, end: 0 };

  constructor(identity: RelayIdentity, enterpriseId: number) {
    this.#identity = new IdentityElements(identity, enterpriseId);
    this.#data = new EventStructuredData(enterpriseId);
  }

  write(view: EventView, out: ByteWriter, isBrief: boolean): void {
    putPriority(view, out);
    out.ensure(2);
    out.byte(0x31);
    out.byte(0x20);
    this.#putTime(view, out);
    putHost(view, this.#range, out);
    this.#putNames(view, out);
    if (!isBrief) this.#identity.next();
    if (isBrief || !this.#data.write(view, out))
      this.#identity.write(out, isBrief || !this.#data.hasMeta);
    out.ensure(1);
    out.byte(0x20);
  }

  /** The sender's time with its offset and precision, else the arrival in UTC. */
  #putTime(view: EventView, out: ByteWriter): void {
    const { bytes, syslog } = view;
    if (!isSyslog(view) || !syslog.hasTime) this.#arrival.write(view.receivedUs, out);
    else if (
      syslog.fractionEnd - syslog.fractionStart > MAX_FRACTION_DIGITS ||
      syslog.second === LEAP_SECOND
    ) {
      out.ensure(ISO_LENGTH);
      out.at = this.#clock.stamp(view).putIso(targetViews.of(out.bytes), out.at);
    } else {
      out.ensure(TIMESTAMP_SIZE + MAX_FRACTION_DIGITS + 1);
      out.at = writeTimestamp(syslog, bytes, out.bytes, out.at);
    }
    out.ensure(1);
    out.byte(0x20);
  }

  /** APP-NAME, PROCID and MSGID. */
  #putNames(view: EventView, out: ByteWriter): void {
    const { bytes, syslog } = view;
    if (isSyslog(view)) {
      const range = this.#range;
      setRange(range, bytes, syslog.appNameStart, syslog.appNameEnd);
      putField(range, MAX_APP_NAME, out);
      setRange(range, bytes, syslog.procIdStart, syslog.procIdEnd);
      putField(range, MAX_PROC_ID, out);
      setRange(range, bytes, syslog.msgIdStart, syslog.msgIdEnd);
      putField(range, MAX_MSG_ID, out);
      return;
    }
    out.ensure(RELAY.length + 2 * NONE.length);
    out.all(isNetconsole(view) ? KERNEL : view.format === SIGNAL ? RELAY : NONE);
    out.all(NONE);
    out.all(NONE);
  }
}
