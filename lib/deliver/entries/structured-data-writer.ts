import type { ByteWriter } from '../../event/byte-writer.ts';
import { utf8SequenceLength } from '../../event/utf8.ts';
import { putPrintable, type FieldRange } from './syslog-field.ts';

const MAX_NAME = 32;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const EQUALS = 0x3d;
const SPACE = 0x20;
const UNDERSCORE = 0x5f;
const HEX = Buffer.from('0123456789abcdef');
/** `\\x0a`. */
const GROWTH = 5;

/** Begins an element: `[id`. */
export function openElement(id: FieldRange, out: ByteWriter): void {
  out.ensure(MAX_NAME + 1);
  out.byte(OPEN);
  putName(id, out);
}

export function endElement(out: ByteWriter): void {
  out.ensure(1);
  out.byte(CLOSE);
}

/**
 * Writes ` name="value"`. In the name `_` stands for what the grammar forbids (RFC 5424 section 6.3.3). In the value bytes that are not
 * UTF-8 become U+FFFD, and newlines and NULs `\x0a` and `\x00`, with the backslash escaped.
 */
export function putParameter(name: FieldRange, value: FieldRange, out: ByteWriter): void {
  out.ensure(MAX_NAME + 4 + GROWTH * (value.end - value.start));
  out.byte(SPACE);
  putName(name, out);
  out.byte(EQUALS);
  out.byte(QUOTE);
  putValue(value, out);
  out.byte(QUOTE);
}

function putName(name: FieldRange, out: ByteWriter): void {
  const from = out.at;
  if (name.end > name.start) putPrintable(name, MAX_NAME, out);
  else out.byte(UNDERSCORE);
  const target = out.bytes;
  for (let at = from; at < out.at; at++) {
    const byte = target[at];
    if (byte === EQUALS || byte === CLOSE || byte === QUOTE) target[at] = UNDERSCORE;
  }
}

function putValue({ bytes, start, end }: FieldRange, out: ByteWriter): void {
  const target = out.bytes;
  let to = out.at;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte >= 0x80) {
      const length = utf8SequenceLength(bytes, at, end);
      if (length > 0) for (let i = 0; i < length; i++) target[to++] = bytes[at + i] as number;
      else {
        target[to++] = 0xef;
        target[to++] = 0xbf;
        target[to++] = 0xbd;
      }
      at += Math.abs(length) - 1;
    } else if (byte === QUOTE || byte === BACKSLASH || byte === CLOSE) {
      target[to++] = BACKSLASH;
      target[to++] = byte;
    } else if (byte === 0x0a || byte === 0) {
      target[to++] = BACKSLASH;
      target[to++] = BACKSLASH;
      target[to++] = 0x78;
      target[to++] = HEX[byte >> 4] as number;
      target[to++] = HEX[byte & 15] as number;
    } else target[to++] = byte;
  }
  out.at = to;
}
