import type { BsdTime } from './bsd-time.ts';
import { originEnd, sequenceEnd, setOrigin } from './cisco-sequence.ts';
import { skipBlanks } from './digits.ts';
import type { IsoTime } from './iso-time.ts';
import type { SyslogView } from './syslog-view.ts';
import type { TimeDecoder } from './time-decoder.ts';
import { zoneWordEnd, zoneWordOffset } from './zone-word.ts';

const BLANK = 0x20;
const COLON = 0x3a;
const PERCENT = 0x25;
/** Of `Mmm dd hh:mm:ss` and a blank. */
const REPEATED_LENGTH = 16;

/** What a time that begins with a byte can be, so that most words of a text are not read as times. */
const BSD = 1;
const ISO = 2;
const FIRST = new Uint8Array(256).fill(ISO, 0x30, 0x3a);
for (const letter of Buffer.from('JFMASONDjfmasond')) FIRST[letter] = BSD;

/**
 * Finds and decodes the time that begins a message of RFC 3164 or one of its dialects:
 *
 *   [sequence: ][origin: ][sequence: ][*|.](BSD time | ISO time)[ ZONE:|:]
 *
 * NX-OS writes `: yyyy Mmm dd hh:mm:ss ZONE: `, IOS-XR leaves out the blank behind its origin.
 */
export class LegacyTime {
  readonly #times: TimeDecoder;
  readonly #bsd: BsdTime;
  readonly #iso: IsoTime;

  constructor(times: TimeDecoder, bsd: BsdTime, iso: IsoTime) {
    this.#times = times;
    this.#bsd = bsd;
    this.#iso = iso;
  }

  /** Returns the position behind the time and the blank that follows it, or -1 when there is no time. */
  decode(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
    if (this.#bsd.repeat(bytes, at, end, view)) return at + REPEATED_LENGTH;
    return this.#decodeAnew(bytes, at, end, view);
  }

  #decodeAnew(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
    const plain = this.#decodePlain(bytes, at, end, view);
    if (plain !== -1) return this.#behindTime(bytes, plain, end, view);
    const start = skipBlanks(bytes, at, end);
    if (start >= end) return -1;
    const first = bytes[start] as number;
    if (first === COLON) return this.#decodeNxos(bytes, start + 1, end, view);
    const isNew = start > at || isMark(first);
    const marked = isNew ? this.#decodeMarked(bytes, start, end, view) : -1;
    return marked === -1 ? this.#decodePrefixed(bytes, start, end, view) : marked;
  }

  /** Takes a time without anything around it; returns the position behind, -1 when there is none. */
  #decodePlain(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
    const kind = at < end ? (FIRST[bytes[at] as number] as number) : 0;
    if (kind === 0) return -1;
    return kind === BSD
      ? this.#bsd.decode(bytes, at, end, view)
      : this.#iso.decode(bytes, at, end, view);
  }

  #decodeNxos(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
    const start = skipBlanks(bytes, at, end);
    const behind = this.#bsd.decodeYearFirst(bytes, start, end, view);
    if (behind !== -1) return this.#behindTime(bytes, behind, end, view);
    return this.#decodeMarked(bytes, start, end, view);
  }

  #decodeMarked(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
    const first = at < end ? (bytes[at] as number) : 0;
    const hasMark = isMark(first);
    const behind = this.#decodePlain(bytes, hasMark ? at + 1 : at, end, view);
    if (behind === -1) return -1;
    if (hasMark) view.clockMark = first;
    return this.#behindTime(bytes, behind, end, view);
  }

  #decodePrefixed(bytes: Uint8Array, start: number, end: number, view: SyslogView): number {
    const sequence = sequenceEnd(bytes, start, end);
    if (sequence === -1) return this.#decodeBareOrigin(bytes, start, end, view);
    const at = skipBlanks(bytes, sequence + 1, end);
    let behind = this.#decodeMarked(bytes, at, end, view);
    if (behind === -1) behind = this.#decodeOrigin(bytes, at, end, view);
    if (behind === -1) return -1;
    view.sequenceStart = start;
    view.sequenceEnd = sequence;
    return behind;
  }

  /** An origin without a sequence number is believed only when a mnemonic follows the time: `name: time: %FAC-…`. */
  #decodeBareOrigin(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
    const problems = view.problems;
    const behind = this.#decodeOrigin(bytes, at, end, view);
    if (behind === -1 || (behind < end && bytes[behind] === PERCENT)) return behind;
    view.problems = problems;
    view.hasTime = false;
    view.hostStart = -1;
    view.hostEnd = -1;
    view.clockMark = 0;
    return -1;
  }

  /** `origin: [sequence: ]` and the time. */
  #decodeOrigin(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
    const colon = originEnd(bytes, at, end);
    if (colon === -1) return -1;
    const start = skipBlanks(bytes, colon + 1, end);
    let behind = this.#decodeMarked(bytes, start, end, view);
    if (behind === -1) {
      const second = originEnd(bytes, start, end);
      if (second === -1) return -1;
      behind = this.#decodeMarked(bytes, skipBlanks(bytes, second + 1, end), end, view);
    }
    if (behind !== -1) setOrigin(bytes, at, colon, view);
    return behind;
  }

  /** Takes the zone's abbreviation, the colon and the blank that may follow a time. */
  #behindTime(bytes: Uint8Array, at: number, end: number, view: SyslogView): number {
    let cursor = at;
    if (cursor + 1 < end && bytes[cursor] === BLANK) {
      const first = bytes[cursor + 1] as number;
      if (first < 0x41 || first > 0x5a) return cursor + 1;
      const word = zoneWordEnd(bytes, cursor + 1, end);
      if (word === -1) return cursor + 1;
      const offset = zoneWordOffset(bytes, cursor + 1, word);
      const isKnown = !Number.isNaN(offset);
      if (!isKnown && bytes[word + 2] !== PERCENT) return cursor + 1;
      if (isKnown && view.hasTime) {
        view.offsetMinutes = offset;
        this.#times.complete(view, bytes);
      }
      cursor = word;
    }
    if (cursor < end && bytes[cursor] === COLON) cursor++;
    return cursor < end && bytes[cursor] === BLANK ? cursor + 1 : cursor;
  }
}

/** Cisco's marks of a clock that is not synchronised. */
function isMark(byte: number): boolean {
  return byte === 0x2a || byte === 0x2e;
}
