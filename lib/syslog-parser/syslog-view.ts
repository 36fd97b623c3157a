import { HEADER_VALUES } from './header-values.ts';

/** `SyslogView.timeKind`: no time was sent, or none that can be read. */
export const NO_TIME_SENT = 0;
/** `SyslogView.timeKind`: a time with its year, without an offset. */
export const LOCAL_TIME = 1;
/** `SyslogView.timeKind`: a time with its year and an offset. */
export const TIME_WITH_OFFSET = 2;
/** `SyslogView.timeKind`: a time without its year. */
export const TIME_WITHOUT_YEAR = 3;

/** `SyslogView.zoneMinutes`: no zone abbreviation follows the time, or none that is understood. */
export const NO_ZONE = 0x7fff;

/**
 * One decoded syslog message: integers and offsets into the bytes it was decoded from, nothing copied.
 * A range whose start is -1 is absent. Valid until the next `decode` into the same view.
 */
export class SyslogView {
  /** True for RFC 5424, false for RFC 3164 and its dialects. */
  isRfc5424 = false;
  /** The VERSION of RFC 5424; 0 when none was sent. */
  version = 0;
  facility = 1;
  severity = 5;
  hostStart = -1;
  hostEnd = -1;
  appNameStart = -1;
  appNameEnd = -1;
  procIdStart = -1;
  procIdEnd = -1;
  msgIdStart = -1;
  msgIdEnd = -1;
  /** STRUCTURED-DATA from the first `[` to after the last `]`. */
  structuredDataStart = -1;
  structuredDataEnd = -1;
  /** RFC 3164: the header text before the message as it was sent, `prog[pid]: ` (syslog-ng's LEGACY_MSGHDR). */
  legacyHeaderStart = -1;
  legacyHeaderEnd = -1;
  messageStart = 0;
  messageEnd = 0;
  /** Cisco's sequence number, its digits (syslog-ng's `.SDATA.meta.sequenceId`). */
  sequenceStart = -1;
  sequenceEnd = -1;
  /** Cisco's mark before the time: `*` (0x2a) clock never synchronised, `.` (0x2e) lost, 0 for none. */
  clockMark = 0;

  /** Which values of `HEADER_VALUES` the message has: bit n is that of name n. */
  headerSet = 0;
  /** Start and end of value n at 2 n and 2 n + 1; 0 where `headerSet` lacks it. */
  readonly headerRanges = new Int32Array(2 * HEADER_VALUES.length);

  /** What kind of time was sent: `NO_TIME_SENT`, `LOCAL_TIME`, `TIME_WITH_OFFSET` or `TIME_WITHOUT_YEAR`. */
  timeKind = NO_TIME_SENT;
  /** The offset, in minutes east of UTC, of the zone's abbreviation after the time; `NO_ZONE` if there is none, or if it is not understood. */
  zoneMinutes = NO_ZONE;
  /** The time as sent, whatever its form, even if no such time exists. */
  timeStart = -1;
  timeEnd = -1;
  /** The time as sent, when that is RFC 3339 already. */
  timestampStart = -1;
  timestampEnd = -1;
  /** Whether the message has a valid time; otherwise the time fields below mean nothing. */
  hasTime = false;
  year = 0;
  /** 1 to 12. */
  month = 0;
  day = 0;
  hour = 0;
  minute = 0;
  second = 0;
  /** The digits of the fraction of a second as sent, without the dot. */
  fractionStart = -1;
  fractionEnd = -1;
  /** Minutes east of UTC. */
  offsetMinutes = 0;
  /** Whether the offset was sent as `Z`. */
  offsetIsZ = false;
  /** The same moment in microseconds since 1970-01-01T00:00:00Z. */
  timestampUs = Number.NaN;

  /** A set of `SyslogProblem` bits. */
  problems = 0;

  /** Back to an empty message of `[start, end)` with the PRI that a message without one gets (13). */
  reset(start: number, end: number): void {
    this.version = 0;
    this.facility = 1;
    this.severity = 5;
    this.hostStart = this.hostEnd = -1;
    this.appNameStart = this.appNameEnd = -1;
    this.procIdStart = this.procIdEnd = -1;
    this.msgIdStart = this.msgIdEnd = -1;
    this.structuredDataStart = this.structuredDataEnd = -1;
    this.legacyHeaderStart = this.legacyHeaderEnd = -1;
    this.messageStart = start;
    this.messageEnd = end;
    this.sequenceStart = this.sequenceEnd = -1;
    this.clockMark = 0;
    if (this.headerSet !== 0) this.clearHeader();
    this.timeKind = NO_TIME_SENT;
    this.zoneMinutes = NO_ZONE;
    this.timeStart = this.timeEnd = -1;
    this.timestampStart = this.timestampEnd = -1;
    this.hasTime = false;
    this.fractionStart = this.fractionEnd = -1;
    this.offsetMinutes = 0;
    this.offsetIsZ = false;
    this.problems = 0;
  }

  /** Notes where the header value number `name` is. */
  setHeader(name: number, start: number, end: number): void {
    this.headerSet |= 1 << name;
    this.headerRanges[2 * name] = start;
    this.headerRanges[2 * name + 1] = end;
  }

  clearHeader(): void {
    this.headerSet = 0;
    this.headerRanges.fill(0);
  }

  hasHeader(name: number): boolean {
    return (this.headerSet & (1 << name)) !== 0;
  }
}
