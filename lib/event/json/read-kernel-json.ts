import type { EventView } from '../event-view.ts';
import { BASIC, EXTENDED, SIGNAL } from '../format.ts';
import type { KernelView } from '../kernel-view.ts';
import type { JsonCursor } from './json-cursor.ts';
import {
  CALLER,
  DROPPED,
  ESTIMATED_TIME,
  FIELDS,
  FLAG,
  FRAGMENTS,
  GAP_BEFORE,
  HEADER,
  KERNEL,
  MISSING,
  OUT_OF_ORDER,
  RELEASE,
  REPLAY_NOTICE,
  SEQUENCE,
  UPTIME_US,
} from './member-names.ts';
import { MomentReader } from './moment-reader.ts';
import { readSignalReport, type IsFirstTitle } from './read-crash-json.ts';
import { readFields, readHeaderFields } from './read-kernel-fields.ts';

const TRUE = Buffer.from('true');
const MICROS_DIGITS = 6;
const POINT = 0x2e;
/** A byte that JSON shows as U+FFFD. */
const NO_UTF8 = 0xff;

const moments = new MomentReader();

/** Reads the member `kernel`, if there is one, see `writeKernelMember`; false if it is not what that writes. */
export function readKernelMember(
  cursor: JsonCursor,
  view: EventView,
  isFirstTitle: IsFirstTitle,
): boolean {
  if (!cursor.member(KERNEL)) return true;
  if (!cursor.openObject() || cursor.closeObject()) return false;
  if (!readHeader(cursor, view)) return false;
  if (view.format === SIGNAL) {
    view.kernel.dropped = readCount(cursor, DROPPED, 0);
    if (view.kernel.dropped < 0 || !readSignalReport(cursor, view, isFirstTitle)) return false;
  } else {
    if (view.format === EXTENDED) {
      if (cursor.member(FIELDS) && !readFields(cursor, view.kernel)) return false;
      if (cursor.member(HEADER) && !readHeaderFields(cursor, view.kernel)) return false;
    }
    if (!readCircumstances(cursor, view.kernel)) return false;
  }
  return cursor.closeObject();
}

function readHeader(cursor: JsonCursor, view: EventView): boolean {
  const { kernel } = view;
  if (cursor.member(RELEASE)) {
    if (!cursor.string() || cursor.start === cursor.stop) return false;
    kernel.releaseStart = cursor.start;
    kernel.releaseEnd = cursor.stop;
  }
  if (cursor.member(SEQUENCE)) {
    if (!cursor.number()) return false;
    kernel.sequenceStart = cursor.start;
    kernel.sequenceEnd = cursor.stop;
    kernel.sequence = cursor.value;
  }
  if (cursor.member(UPTIME_US)) {
    if (!cursor.number()) return false;
    setUptime(cursor, view);
  }
  if (cursor.member(CALLER)) {
    if (!cursor.string() || cursor.start === cursor.stop) return false;
    kernel.callerStart = cursor.start;
    kernel.callerEnd = cursor.stop;
  }
  return !cursor.member(FLAG) || readFlag(cursor, kernel);
}

/** Of a basic record, digits beyond 2^53 are `seconds.micros`, as its header has them. */
function setUptime(cursor: JsonCursor, { format, kernel }: EventView): void {
  const { out, start, stop, value } = cursor;
  kernel.uptimeUs = value;
  if (format !== BASIC) {
    kernel.uptimeStart = start;
    kernel.uptimeEnd = stop;
  } else if (Number.isNaN(value)) {
    out.ensure(stop - start + 1);
    kernel.uptimeStart = out.at;
    out.range(out.bytes, start, stop - MICROS_DIGITS);
    out.byte(POINT);
    out.range(out.bytes, stop - MICROS_DIGITS, stop);
    kernel.uptimeEnd = out.at;
  }
}

/** One byte, which need not be ASCII. */
function readFlag(cursor: JsonCursor, kernel: KernelView): boolean {
  if (!cursor.string()) return false;
  const { start, stop, out } = cursor;
  const byte = out.bytes[start] as number;
  if (stop === start + 1) kernel.flag = byte;
  else if (out.bytes.toString('utf8', start, stop) === '\ufffd') kernel.flag = NO_UTF8;
  return kernel.flag !== 0;
}

function readCircumstances(cursor: JsonCursor, kernel: KernelView): boolean {
  kernel.fragments = readCount(cursor, FRAGMENTS, 1);
  kernel.gapBefore = readCount(cursor, GAP_BEFORE, 0);
  if (kernel.fragments < 0 || kernel.gapBefore < 0) return false;
  if (cursor.member(OUT_OF_ORDER)) {
    kernel.outOfOrder = cursor.prepared(TRUE);
    if (!kernel.outOfOrder) return false;
  }
  if (cursor.member(REPLAY_NOTICE)) {
    kernel.replayNotice = cursor.prepared(TRUE);
    if (!kernel.replayNotice) return false;
  }
  if (cursor.member(MISSING)) {
    kernel.missing = readMissing(cursor);
    if (kernel.missing === undefined) return false;
  }
  if (!cursor.member(ESTIMATED_TIME)) return true;
  if (!cursor.string()) return false;
  kernel.estimatedTimeUs = moments.read(cursor.out.bytes, cursor.start, cursor.stop);
  return !Number.isNaN(kernel.estimatedTimeUs);
}

/** The value of a member that is absent for `usual` and below; -1 if it is not one that is written. */
function readCount(cursor: JsonCursor, name: Uint8Array, usual: number): number {
  if (!cursor.member(name)) return usual;
  return cursor.number() && cursor.value > usual ? cursor.value : -1;
}

function readMissing(cursor: JsonCursor): number[] | undefined {
  const pairs: number[] = [];
  if (!cursor.openArray()) return undefined;
  while (cursor.next()) {
    if (!cursor.openArray()) return undefined;
    let numbers = 0;
    for (; cursor.next(); numbers++) {
      if (!cursor.number() || Number.isNaN(cursor.value)) return undefined;
      pairs.push(cursor.value);
    }
    if (numbers !== 2 || !cursor.closeArray()) return undefined;
  }
  return pairs.length > 0 && cursor.closeArray() ? pairs : undefined;
}
