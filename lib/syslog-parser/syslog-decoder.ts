import { checkObject, wrongType } from './check-arguments.ts';
import { ElementIds } from './element-ids.ts';
import {
  AS_RFC3164,
  AS_RFC5424,
  commonGrammar,
  EXPECTS_HOSTNAME,
  type Grammar,
  grammarFor,
  SCRATCH_BYTES,
  TESTS_APP_NAME,
  TESTS_HOSTNAME,
  type WordTest,
} from './grammar.ts';
import { NO_ZONE } from './grammar-view.ts';
import { readStructuredData } from './structured-data-reader.ts';
import type { StructuredDataCollector } from './structured-data.ts';
import type { SyslogView } from './syslog-view.ts';
import { TimeDecoder } from './time-decoder.ts';
import { ZoneOffsets } from './zone-offsets.ts';

/** How a time is to be understood, see grammar/view.ts. */
const NO_TIME_SENT = 0;
const LOCAL = 1;
const WITH_OFFSET = 2;

export interface SyslogDecoderOptions {
  /** Zone of times that name none: `local`, an IANA name, or an offset such as `+01:00`. */
  readonly zone: string;
  /** Hears of structured data while it is decoded; by default only SD-IDs that come twice are looked for. */
  readonly collector?: StructuredDataCollector;
  /** Whether a hostname follows the time of RFC 3164 (default true); false is syslog-ng's `no-hostname`. */
  readonly expectsHostname?: boolean | undefined;
  /** Refuses words as hostname of RFC 3164; syslog-ng's `bad-hostname()`, `check-hostname()`. */
  readonly isHostname?: WordTest | undefined;
  /** Refuses words as tag of RFC 3164, which are then text; syslog-ng's `check-program()`. */
  readonly isAppName?: WordTest | undefined;
}

/**
 * Decodes syslog messages into a view, without allocation. Never throws, whatever the bytes; no text is lost: what fits no
 * grammar is in the message. NULs and newlines at the end are not part of it. Whether text is UTF-8 is not looked at.
 */
export class SyslogDecoder {
  readonly #grammar: Grammar;
  readonly #times: TimeDecoder;
  readonly #collector: StructuredDataCollector;
  readonly #options: number;
  readonly #isHostname: WordTest | undefined;
  readonly #isAppName: WordTest | undefined;

  /** Throws a RangeError when the zone is unknown. Messages that lie in the memory of `grammar` are not copied. */
  constructor(options: SyslogDecoderOptions, grammar = commonGrammar()) {
    checkObject('options', options);
    if (typeof options.zone !== 'string') throw wrongType('options.zone', 'a string', options.zone);
    this.#grammar = grammar;
    this.#times = new TimeDecoder(new ZoneOffsets(options.zone));
    this.#collector = options.collector ?? new ElementIds();
    this.#isHostname = options.isHostname;
    this.#isAppName = options.isAppName;
    this.#options =
      (options.expectsHostname === false ? 0 : EXPECTS_HOSTNAME) |
      (options.isHostname === undefined ? 0 : TESTS_HOSTNAME) |
      (options.isAppName === undefined ? 0 : TESTS_APP_NAME);
  }

  /** Decodes `bytes[start, end)` as RFC 5424; `arrivalUs` in microseconds since the epoch. */
  // oxlint-disable-next-line max-params -- one object per message would be an allocation
  decodeRfc5424(
    bytes: Uint8Array,
    start: number,
    end: number,
    view: SyslogView,
    arrivalUs: number,
  ): void {
    this.#decode(bytes, start, end, view, arrivalUs, AS_RFC5424);
  }

  /** Decodes `bytes[start, end)` as RFC 3164 or a dialect of it; `arrivalUs` rules the year, see `TimeDecoder`. */
  // oxlint-disable-next-line max-params -- one object per message would be an allocation
  decodeRfc3164(
    bytes: Uint8Array,
    start: number,
    end: number,
    view: SyslogView,
    arrivalUs: number,
  ): void {
    this.#decode(bytes, start, end, view, arrivalUs, this.#options | AS_RFC3164);
  }

  /** Decodes `bytes[start, end)` as what it is: RFC 5424 when VERSION and TIMESTAMP, or a whole header of it, stand there. */
  // oxlint-disable-next-line max-params -- one object per message would be an allocation
  decode(bytes: Uint8Array, start: number, end: number, view: SyslogView, arrivalUs: number): void {
    this.#decode(bytes, start, end, view, arrivalUs, this.#options);
  }

  /** What the first bytes of `bytes[start, end)` say, one of the numbers of `Grammar`. */
  recognise(bytes: Uint8Array, start: number, end: number): number {
    return this.#grammar.recognise(bytes, start, this.#grammar.endOf(start, end));
  }

  // oxlint-disable-next-line max-params -- as above
  #decode(
    bytes: Uint8Array,
    start: number,
    end: number,
    view: SyslogView,
    arrivalUs: number,
    options: number,
  ): void {
    const isLong = end - start > SCRATCH_BYTES;
    // Messages longer than any datagram get memory of their own, which is not kept.
    const grammar = isLong ? grammarFor(end - start) : this.#grammar;
    const readEnd = isLong ? grammar.endOf(start, end) : end;
    if ((options & (TESTS_HOSTNAME | TESTS_APP_NAME)) !== 0) {
      grammar.isHostname = this.#isHostname;
      grammar.isAppName = this.#isAppName;
    }
    view.isRfc5424 = grammar.read(bytes, start, readEnd, options);
    grammar.view.copyTo(view);
    if (grammar.view.timeKind !== NO_TIME_SENT) this.#readTime(grammar, view, arrivalUs);
    const data = grammar.view.dataStart;
    if (data !== -1) readStructuredData(bytes, data, view, this.#collector, grammar);
    if (readEnd < end) view.messageEnd = end;
  }

  #readTime(grammar: Grammar, view: SyslogView, arrivalUs: number): void {
    const times = this.#times;
    const { timeKind, wall, fractionUs, zoneMinutes } = grammar.view;
    if (timeKind === WITH_OFFSET) {
      times.complete(view, wall, fractionUs);
      if (view.hasTime) grammar.view.fillTimestamp(view);
    } else if (timeKind === LOCAL) times.completeLocal(view, wall, fractionUs);
    else times.completeWithoutYear(view, fractionUs, arrivalUs);
    if (zoneMinutes !== NO_ZONE && view.hasTime) times.moveTo(view, zoneMinutes);
  }
}
