import type { ByteWriter } from './byte-writer.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const CLOSE = 0x5d;

/**
 * Writes a PARAM-VALUE unescaped: a backslash is an escape only before `"`, `\` and `]`, elsewhere it
 * stands for itself (RFC 5424 section 6.3.3).
 */
export function writeUnescapedValue(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: ByteWriter,
): void {
  out.ensure(end - start);
  for (let at = start; at < end; at++) {
    const next = at + 1 < end ? bytes[at + 1] : -1;
    const isEscape =
      bytes[at] === BACKSLASH && (next === QUOTE || next === BACKSLASH || next === CLOSE);
    if (isEscape) at++;
    out.byte(bytes[at] as number);
  }
}
