import { BsdTime } from './bsd-time.ts';
import { ElementIds } from './element-ids.ts';
import { IsoTime } from './iso-time.ts';
import { LegacyTime } from './legacy-time.ts';
import { Rfc3164, type Rfc3164Options } from './rfc3164.ts';
import { Rfc5424 } from './rfc5424.ts';
import type { StructuredDataCollector } from './structured-data.ts';
import type { SyslogView } from './syslog-view.ts';
import { TimeDecoder } from './time-decoder.ts';
import { ZoneOffsets } from './zone-offsets.ts';

export interface SyslogDecoderOptions extends Rfc3164Options {
  /** Zone of times that name none: `local`, an IANA name, or an offset such as `+01:00`. */
  readonly zone: string;
  /** Hears of structured data while it is decoded; by default only SD-IDs that come twice are looked for. */
  readonly collector?: StructuredDataCollector;
}

/**
 * Decodes syslog messages into a view, without allocation. Never throws, whatever the bytes; no text is lost: what fits no
 * grammar is in the message. NULs and newlines at the end are not part of it. Whether text is UTF-8 is not looked at.
 */
export class SyslogDecoder {
  readonly #times: TimeDecoder;
  readonly #rfc5424: Rfc5424;
  readonly #rfc3164: Rfc3164;

  /** Throws a RangeError when the zone is unknown. */
  constructor(options: SyslogDecoderOptions) {
    this.#times = new TimeDecoder(new ZoneOffsets(options.zone));
    const iso = new IsoTime(this.#times);
    const legacy = new LegacyTime(this.#times, new BsdTime(this.#times), iso);
    this.#rfc5424 = new Rfc5424(iso, options.collector ?? new ElementIds());
    this.#rfc3164 = new Rfc3164(legacy, options);
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
    const textEnd = trimEnd(bytes, start, end);
    view.reset(true, start, textEnd);
    this.#times.arrivalUs = arrivalUs;
    this.#rfc5424.decode(bytes, start, textEnd, view);
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
    const textEnd = trimEnd(bytes, start, end);
    view.reset(false, start, textEnd);
    this.#times.arrivalUs = arrivalUs;
    this.#rfc3164.decode(bytes, start, textEnd, view);
  }
}

/** The end of the text without NULs, newlines, and carriage returns in front of them. */
export function trimEnd(bytes: Uint8Array, start: number, end: number): number {
  return end > start && (bytes[end - 1] as number) > 0x0d ? end : skipBack(bytes, start, end);
}

function skipBack(bytes: Uint8Array, start: number, end: number): number {
  let cursor = end;
  while (cursor > start) {
    const last = bytes[cursor - 1];
    const isCarriageReturn = last === 0x0d && cursor < end && bytes[cursor] === 0x0a;
    if (last !== 0x0a && last !== 0 && !isCarriageReturn) break;
    cursor--;
  }
  return cursor;
}
