import type { ByteWriter } from '../byte-writer.ts';
import type { EventView } from '../event-view.ts';
import { BASIC, EXTENDED, SIGNAL } from '../format.ts';
import type { KernelView } from '../kernel-view.ts';
import { Rfc3339Utc } from '../rfc3339.ts';
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  OPEN_ARRAY,
  OPEN_OBJECT,
  close,
  isCount,
  open,
  openIfPresent,
  openMember,
  writeComma,
  writeNumber,
  writePrepared,
  writeText,
} from './json-object.ts';
import { writeSignalReport } from './crash-json.ts';
import { writeFields, writeHeaderFields } from './kernel-fields-json.ts';
import {
  KERNEL,
  RELEASE,
  SEQUENCE,
  UPTIME_US,
  CALLER,
  FLAG,
  FRAGMENTS,
  GAP_BEFORE,
  OUT_OF_ORDER,
  REPLAY_NOTICE,
  MISSING,
  ESTIMATED_TIME,
  DROPPED,
} from './member-names.ts';

/** Of a basic record's time. */
const MICROS_DIGITS = 6;
const POINT = 0x2e;
const TRUE = Buffer.from('true');

const estimatedTime = new Rfc3339Utc();
const flagByte = new Uint8Array(1);

/** Writes the member `kernel` of a netconsole record or a signal; nothing when it would be empty. */
export function writeKernelMember(view: EventView, out: ByteWriter): void {
  const before = out.at;
  openMember(KERNEL, out);
  const opened = open(OPEN_OBJECT, out);
  if (view.format === SIGNAL) {
    writeHeader(view, out);
    writeCountUnlessZero(DROPPED, view.kernel.dropped, out);
    writeSignalReport(view, out);
  } else {
    writeHeader(view, out);
    if (view.format === EXTENDED) {
      writeFields(view.bytes, view.kernel, out);
      writeHeaderFields(view.bytes, view.kernel, out);
    }
    writeCircumstances(view.kernel, out);
  }
  if (out.at === opened) out.at = before;
  else close(CLOSE_OBJECT, opened, out);
}

/** Fields of the record's own header. */
function writeHeader(view: EventView, out: ByteWriter): void {
  const { bytes, kernel } = view;
  if (openIfPresent(RELEASE, kernel.releaseStart, kernel.releaseEnd, out)) {
    writeText(bytes, kernel.releaseStart, kernel.releaseEnd, out);
  }
  if (isJsonInteger(bytes, kernel.sequenceStart, kernel.sequenceEnd)) {
    openMember(SEQUENCE, out);
    writeDigits(bytes, kernel.sequenceStart, kernel.sequenceEnd, out);
  }
  if (isJsonInteger(bytes, kernel.uptimeStart, kernel.uptimeEnd)) {
    openMember(UPTIME_US, out);
    writeDigits(bytes, kernel.uptimeStart, kernel.uptimeEnd, out);
  } else if (isCount(kernel.uptimeUs)) {
    openMember(UPTIME_US, out);
    writeNumber(kernel.uptimeUs, out);
  } else if (view.format === BASIC && isLongTime(bytes, kernel.uptimeStart, kernel.uptimeEnd)) {
    openMember(UPTIME_US, out);
    writeLongTime(bytes, kernel.uptimeStart, kernel.uptimeEnd, out);
  }
  if (openIfPresent(CALLER, kernel.callerStart, kernel.callerEnd, out)) {
    writeText(bytes, kernel.callerStart, kernel.callerEnd, out);
  }
  if (kernel.flag !== 0) {
    flagByte[0] = kernel.flag;
    openMember(FLAG, out);
    writeText(flagByte, 0, 1, out);
  }
}

/** Fields that the relay adds about the record. */
function writeCircumstances(kernel: KernelView, out: ByteWriter): void {
  if (kernel.fragments > 1) {
    openMember(FRAGMENTS, out);
    writeNumber(kernel.fragments, out);
  }
  writeCountUnlessZero(GAP_BEFORE, kernel.gapBefore, out);
  if (kernel.outOfOrder) {
    openMember(OUT_OF_ORDER, out);
    writePrepared(TRUE, out);
  }
  if (kernel.replayNotice) {
    openMember(REPLAY_NOTICE, out);
    writePrepared(TRUE, out);
  }
  if (kernel.missing !== undefined && kernel.missing.length > 1) writeMissing(kernel.missing, out);
  if (Number.isFinite(kernel.estimatedTimeUs)) {
    openMember(ESTIMATED_TIME, out);
    out.ensure(1);
    out.byte(0x22);
    estimatedTime.write(kernel.estimatedTimeUs, out);
    out.ensure(1);
    out.byte(0x22);
    writeComma(out);
  }
}

function writeMissing(pairs: readonly number[], out: ByteWriter): void {
  openMember(MISSING, out);
  const opened = open(OPEN_ARRAY, out);
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const pair = open(OPEN_ARRAY, out);
    writeNumber(pairs[i] as number, out);
    writeNumber(pairs[i + 1] as number, out);
    close(CLOSE_ARRAY, pair, out);
  }
  close(CLOSE_ARRAY, opened, out);
}

function writeCountUnlessZero(name: Uint8Array, value: number, out: ByteWriter): void {
  if (!isCount(value) || value === 0) return;
  openMember(name, out);
  writeNumber(value, out);
}

/** Whether the range holds digits that JSON takes for a number. */
function isJsonInteger(bytes: Uint8Array, start: number, end: number): boolean {
  if (start < 0 || end <= start || (bytes[start] === 0x30 && end > start + 1)) return false;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte < 0x30 || byte > 0x39) return false;
  }
  return true;
}

/** Whether there is `seconds.micros`. */
function isLongTime(bytes: Uint8Array, start: number, end: number): boolean {
  const point = end - MICROS_DIGITS - 1;
  if (start < 0 || point <= start || bytes[point] !== POINT) return false;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (i !== point && (byte < 0x30 || byte > 0x39)) return false;
  }
  return true;
}

/** `seconds.micros` as microseconds. */
function writeLongTime(bytes: Uint8Array, start: number, end: number, out: ByteWriter): void {
  let first = start;
  const point = end - MICROS_DIGITS - 1;
  while (bytes[first] === 0x30 && first < point - 1) first++;
  out.ensure(end - first);
  out.range(bytes, first, point);
  writeDigits(bytes, point + 1, end, out);
}

function writeDigits(bytes: Uint8Array, start: number, end: number, out: ByteWriter): void {
  out.ensure(end - start + 1);
  out.range(bytes, start, end);
  writeComma(out);
}
