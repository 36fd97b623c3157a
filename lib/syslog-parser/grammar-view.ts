import type { SyslogView } from './syslog-view.ts';

/** Words of a view in the memory of the grammars, in the order of grammar/view.ts. */
const HOST_START = 0;
const HOST_END = 1;
const APP_NAME_START = 2;
const APP_NAME_END = 3;
const PROC_ID_START = 4;
const PROC_ID_END = 5;
const MSG_ID_START = 6;
const MSG_ID_END = 7;
const LEGACY_HEADER_START = 8;
const LEGACY_HEADER_END = 9;
const SEQUENCE_START = 10;
const SEQUENCE_END = 11;
const TIMESTAMP_START = 12;
const TIMESTAMP_END = 13;
const FRACTION_START = 14;
const FRACTION_END = 15;
const MESSAGE_START = 16;
const MESSAGE_END = 17;
const DATA_START = 18;
const VERSION = 20;
const FACILITY = 21;
const SEVERITY = 22;
const PROBLEMS = 23;
const CLOCK_MARK = 24;
const TIME_KIND = 25;
const YEAR = 26;
const MONTH = 27;
const DAY = 28;
const HOUR = 29;
const MINUTE = 30;
const SECOND = 31;
const FRACTION_US = 32;
const OFFSET_MINUTES = 33;
const OFFSET_IS_Z = 34;
const ZONE_MINUTES = 35;
const WORDS = 36;
/** … and behind them a double. */
const WALL_BYTE = WORDS * 4;

/** Of a time that no abbreviation of a zone follows. */
export const NO_ZONE = 0x7fff;

/** What the grammars read of the last message, as they leave it in their memory; positions count from the caller's `bytes[0]`. */
export class GrammarView {
  readonly #words: Int32Array;
  readonly #wall: Float64Array;

  /** `address`: where it is in `memory`. */
  constructor(memory: ArrayBuffer, address: number) {
    this.#words = new Int32Array(memory, address, WORDS);
    this.#wall = new Float64Array(memory, address + WALL_BYTE, 1);
  }

  /** Where the structured data of the message read last begins, -1 when its text came before. */
  get dataStart(): number {
    return this.#words[DATA_START] as number;
  }

  /** How the time read last is to be understood, see grammar/view.ts. */
  get timeKind(): number {
    return this.#words[TIME_KIND] as number;
  }

  /** The first six digits of its fraction. */
  get fractionUs(): number {
    return this.#words[FRACTION_US] as number;
  }

  /** The time on the sender's clock in seconds since 1970, NaN for an impossible one; of a time with a year. */
  get wall(): number {
    return this.#wall[0] as number;
  }

  /** The offset of the zone's abbreviation behind it, or NO_ZONE. */
  get zoneMinutes(): number {
    return this.#words[ZONE_MINUTES] as number;
  }

  /** Takes the time's text into a view, for a time that is RFC 3339 and exists. */
  fillTimestamp(view: SyslogView): void {
    view.timestampStart = this.#words[TIMESTAMP_START] as number;
    view.timestampEnd = this.#words[TIMESTAMP_END] as number;
  }

  /** Takes everything into a view but what is to be found out about its time, and its structured data. */
  copyTo(view: SyslogView): void {
    const words = this.#words;
    view.version = words[VERSION] as number;
    view.facility = words[FACILITY] as number;
    view.severity = words[SEVERITY] as number;
    view.hostStart = words[HOST_START] as number;
    view.hostEnd = words[HOST_END] as number;
    view.appNameStart = words[APP_NAME_START] as number;
    view.appNameEnd = words[APP_NAME_END] as number;
    view.procIdStart = words[PROC_ID_START] as number;
    view.procIdEnd = words[PROC_ID_END] as number;
    view.msgIdStart = words[MSG_ID_START] as number;
    view.msgIdEnd = words[MSG_ID_END] as number;
    view.structuredDataStart = view.structuredDataEnd = -1;
    view.legacyHeaderStart = words[LEGACY_HEADER_START] as number;
    view.legacyHeaderEnd = words[LEGACY_HEADER_END] as number;
    view.messageStart = words[MESSAGE_START] as number;
    view.messageEnd = words[MESSAGE_END] as number;
    view.sequenceStart = words[SEQUENCE_START] as number;
    view.sequenceEnd = words[SEQUENCE_END] as number;
    view.clockMark = words[CLOCK_MARK] as number;
    view.timestampStart = view.timestampEnd = -1;
    view.hasTime = false;
    view.year = words[YEAR] as number;
    view.month = words[MONTH] as number;
    view.day = words[DAY] as number;
    view.hour = words[HOUR] as number;
    view.minute = words[MINUTE] as number;
    view.second = words[SECOND] as number;
    view.fractionStart = words[FRACTION_START] as number;
    view.fractionEnd = words[FRACTION_END] as number;
    view.offsetMinutes = words[OFFSET_MINUTES] as number;
    view.offsetIsZ = words[OFFSET_IS_Z] !== 0;
    view.problems = words[PROBLEMS] as number;
  }
}
