import { HEADER_VALUES } from '../syslog-parser/header-values.ts';
import type { SyslogView } from '../syslog-parser/syslog-view.ts';
import { ByteWriter } from './byte-writer.ts';

const NAMES = HEADER_VALUES.map((name) => Buffer.from(` ${name}="`));
const META = Buffer.from('[meta sequenceId="');
const NOT_SYNCED = Buffer.from('[timeQuality isSynced="0"]');
const SYNCED = Buffer.from('[timeQuality isSynced="1"]');
const STAR = 0x2a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const CLOSE = 0x5d;
/** Of everything but values and elements sent. */
const MARKS_LENGTH = 256;

/**
 * The structured data of a syslog message as RFC 5424 writes it: the elements sent, and before them what only the header says,
 * `[meta sequenceId="345"][timeQuality isSynced="0"][header node="RP/0/RP0/CPU0"]`. Copied only where there is something of the latter.
 */
export class StructuredDataText {
  /** The text is `bytes[start, end)`, valid until the next call of `read`. */
  bytes: Uint8Array = META;
  start = 0;
  end = 0;
  readonly #headerId: Uint8Array;
  readonly #text = new ByteWriter(512);

  /** `headerId`: the SD-ID of the element that holds `HEADER_VALUES`. */
  constructor(headerId = 'header') {
    this.#headerId = Buffer.from(`[${headerId}`);
  }

  /** Takes the structured data of a message that was decoded from `bytes`; returns whether it has any. */
  read(bytes: Uint8Array, syslog: SyslogView): boolean {
    const { structuredDataStart, structuredDataEnd } = syslog;
    if (hasHeaderData(syslog)) {
      this.#compose(bytes, syslog);
      return true;
    }
    this.bytes = bytes;
    this.start = structuredDataStart;
    this.end = structuredDataEnd;
    return structuredDataStart >= 0;
  }

  #compose(bytes: Uint8Array, syslog: SyslogView): void {
    const out = this.#text;
    out.at = 0;
    out.ensure(MARKS_LENGTH + this.#headerId.length);
    if (syslog.sequenceStart >= 0) {
      out.all(META);
      putValue(bytes, syslog.sequenceStart, syslog.sequenceEnd, out);
      out.byte(CLOSE);
    }
    if (syslog.clockMark !== 0) out.all(syslog.clockMark === STAR ? NOT_SYNCED : SYNCED);
    if (syslog.headerSet !== 0) this.#putHeader(bytes, syslog);
    if (syslog.structuredDataStart >= 0) {
      const { structuredDataStart, structuredDataEnd } = syslog;
      out.ensure(structuredDataEnd - structuredDataStart);
      out.range(bytes, structuredDataStart, structuredDataEnd);
    }
    this.bytes = out.bytes;
    this.start = 0;
    this.end = out.at;
  }

  #putHeader(bytes: Uint8Array, syslog: SyslogView): void {
    const out = this.#text;
    out.all(this.#headerId);
    for (let name = 0; name < NAMES.length; name++) {
      if (!syslog.hasHeader(name)) continue;
      out.all(NAMES[name] as Uint8Array);
      const start = syslog.headerRanges[2 * name] as number;
      putValue(bytes, start, syslog.headerRanges[2 * name + 1] as number, out);
    }
    out.byte(CLOSE);
  }
}

/** Whether the header of the message says something that has no field. */
export function hasHeaderData({ headerSet, sequenceStart, clockMark }: SyslogView): boolean {
  return (headerSet | clockMark) !== 0 || sequenceStart >= 0;
}

/** A value and its closing quote; leaves room for the marks that follow. */
function putValue(bytes: Uint8Array, start: number, end: number, out: ByteWriter): void {
  out.ensure(2 * (end - start) + MARKS_LENGTH);
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE || byte === BACKSLASH || byte === CLOSE) out.byte(BACKSLASH);
    out.byte(byte);
  }
  out.byte(QUOTE);
}
