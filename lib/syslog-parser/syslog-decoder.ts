import { checkObject, wrongType } from './check-arguments.ts';
import { ElementIds } from './element-ids.ts';
import { isRfc5424 } from './grammar/recognise.ts';
import { decodeRfc3164, type Rfc3164Options } from './grammar/rfc3164.ts';
import { decodeRfc5424 } from './grammar/rfc5424.ts';
import { TIME } from './header-values.ts';
import { readStructuredData } from './structured-data-reader.ts';
import type { StructuredDataCollector } from './structured-data.ts';
import { NO_TIME_SENT, type SyslogView } from './syslog-view.ts';
import { TimeDecoder } from './time-decoder.ts';
import { ZoneOffsets } from './zone-offsets.ts';

export interface SyslogDecoderOptions extends Rfc3164Options {
  /** Zone of times that name none: `local`, an IANA name, or an offset such as `+01:00`. */
  readonly zone: string;
  /** Is called with the structured data while it is decoded; by default only SD-IDs that come twice are looked for. */
  readonly collector?: StructuredDataCollector;
}

/**
 * Decodes syslog messages into a view, without allocation. Never throws, whatever the bytes; no text is lost: what no
 * grammar accepts is in the message. NULs and newlines at the end are not part of it. Does not check whether text is valid UTF-8.
 */
export class SyslogDecoder {
  readonly #options: Rfc3164Options;
  readonly #collector: StructuredDataCollector;
  readonly #times: TimeDecoder;

  /** Throws a RangeError when the zone is unknown. */
  constructor(options: SyslogDecoderOptions) {
    checkObject('options', options);
    if (typeof options.zone !== 'string') throw wrongType('options.zone', 'a string', options.zone);
    this.#options = options;
    this.#collector = options.collector ?? new ElementIds();
    this.#times = new TimeDecoder(new ZoneOffsets(options.zone));
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
    view.isRfc5424 = true;
    view.reset(start, trimEnd(bytes, start, end));
    const data = decodeRfc5424(bytes, start, view);
    if (view.timeKind !== NO_TIME_SENT) this.#times.complete(view, bytes, arrivalUs);
    if (!view.hasTime && view.timeStart !== -1) view.setHeader(TIME, view.timeStart, view.timeEnd);
    if (data !== -1) readStructuredData(bytes, data, view, this.#collector);
  }

  /** Decodes `bytes[start, end)` as RFC 3164 or a dialect of it; the year of a time without one is derived from `arrivalUs`, see `TimeDecoder`. */
  // oxlint-disable-next-line max-params -- as above
  decodeRfc3164(
    bytes: Uint8Array,
    start: number,
    end: number,
    view: SyslogView,
    arrivalUs: number,
  ): void {
    view.isRfc5424 = false;
    view.reset(start, trimEnd(bytes, start, end));
    decodeRfc3164(bytes, start, view, this.#options);
    if (view.timeKind !== NO_TIME_SENT) this.#times.complete(view, bytes, arrivalUs);
    if (!view.hasTime && view.timeStart !== -1) view.setHeader(TIME, view.timeStart, view.timeEnd);
  }

  /** Decodes `bytes[start, end)` as what it is: RFC 5424 when VERSION and TIMESTAMP, or a whole header of it, are there. */
  // oxlint-disable-next-line max-params -- as above
  decode(bytes: Uint8Array, start: number, end: number, view: SyslogView, arrivalUs: number): void {
    if (isRfc5424(bytes, start, end)) this.decodeRfc5424(bytes, start, end, view, arrivalUs);
    else this.decodeRfc3164(bytes, start, end, view, arrivalUs);
  }
}

/** The end of the text without NULs, newlines, and carriage returns before them. */
function trimEnd(bytes: Uint8Array, start: number, end: number): number {
  let cursor = end;
  while (cursor > start) {
    const last = bytes[cursor - 1] as number;
    if (last > 0x0d) break;
    const isCarriageReturn = last === 0x0d && cursor < end && bytes[cursor] === 0x0a;
    if (last !== 0x0a && last !== 0 && !isCarriageReturn) break;
    cursor--;
  }
  return cursor;
}
