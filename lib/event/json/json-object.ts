/**
 * Pieces to build a JSON object with: every member and element ends with a comma, and closing turns the last
 * comma into the bracket.
 */
import type { ByteWriter } from '../byte-writer.ts';
import { writeJsonString } from './json-string.ts';

export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
export const OPEN_ARRAY = 0x5b;
export const CLOSE_ARRAY = 0x5d;
const COMMA = 0x2c;

/** The bytes `"name":`, for `openMember`. */
export function memberName(name: string): Uint8Array {
  return Buffer.from(`${JSON.stringify(name)}:`);
}

/** Begins a member; its value follows. */
export function openMember(name: Uint8Array, out: ByteWriter): void {
  out.ensure(name.length);
  out.all(name);
}

/** Begins a member whose value is a range, unless that is absent or empty; returns whether the value follows. */
export function openIfPresent(
  name: Uint8Array,
  start: number,
  end: number,
  out: ByteWriter,
): boolean {
  const isPresent = start >= 0 && end > start;
  if (isPresent) openMember(name, out);
  return isPresent;
}

/** Opens an object or array; returns what `close` wants to know. */
export function open(bracket: number, out: ByteWriter): number {
  out.ensure(1);
  out.byte(bracket);
  return out.at;
}

/** Ends what was opened, and the member or element that it is. */
export function close(bracket: number, opened: number, out: ByteWriter): void {
  if (out.at > opened) out.at--;
  out.ensure(2);
  out.byte(bracket);
  out.byte(COMMA);
}

/** Writes a text as the value of a member or as an element. */
export function writeText(bytes: Uint8Array, start: number, end: number, out: ByteWriter): void {
  writeJsonString(bytes, start, end, out);
  writeComma(out);
}

/** Writes JSON that was prepared. */
export function writePrepared(json: Uint8Array, out: ByteWriter): void {
  out.ensure(json.length + 1);
  out.all(json);
  out.byte(COMMA);
}

/** Writes a non-negative integer below 2^53. */
export function writeNumber(value: number, out: ByteWriter): void {
  out.ensure(17);
  out.decimal(value);
  out.byte(COMMA);
}

export function writeComma(out: ByteWriter): void {
  out.ensure(1);
  out.byte(COMMA);
}

/** Whether `value` can be written by `writeNumber`; other numbers mean that something is unknown. */
export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
