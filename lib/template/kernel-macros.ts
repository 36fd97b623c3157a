import { ByteWriter } from '../event/byte-writer.ts';
import type { EventView } from '../event/event-view.ts';
import { BASIC, EXTENDED } from '../event/format.ts';
import {
  KernelFieldCursor,
  equalsRange,
  isDictionaryKey,
  isSysdataKey,
} from '../event/kernel-field-cursor.ts';
import { unescape } from '../event/unescape.ts';
import { putPadded, putSixDigits } from './digits.ts';
import { lineMacro } from './macro.ts';
import type { Macro, MacroFactory } from './macro.ts';
import { isNetconsole } from './message-macros.ts';
import { writeSanitised } from './sanitise.ts';

const MICROS_DIGITS = 6;
const U64_DIGITS = 20;
const MAX_INT32 = 2 ** 31 - 1;
/** `[`, seconds of any u64, `.`, six digits, `] `. */
export const MAX_UPTIME_PREFIX = 1 + U64_DIGITS + 1 + MICROS_DIGITS + 2;
/** The kernel pads the seconds to this width. */
const SECONDS_WIDTH = 5;

/** `[  501.151268] text`, without uptime just the text; so dmesg prints a record (kernel/printk/printk.c, `print_time`). */
const kernelMessage: MacroFactory = (put) => {
  const line = lineMacro(put);
  return (view, lineStart, lineEnd, out) => {
    out.ensure(MAX_UPTIME_PREFIX);
    putUptimePrefix(view, out);
    line(view, lineStart, lineEnd, out);
  };
};

/** Writes `[  501.151268] ` when the event is a netconsole record that says its uptime. Needs room for MAX_UPTIME_PREFIX. */
export function putUptimePrefix(view: EventView, out: ByteWriter): void {
  if (!isNetconsole(view)) return;
  const before = out.at;
  out.byte(0x5b);
  if (putUptime(view, SECONDS_WIDTH, out)) {
    out.byte(0x5d);
    out.byte(0x20);
  } else {
    out.at = before;
  }
}

/** The macros about netconsole records, by name; `MSG` is the record as dmesg prints it, and every other event's text. */
export const KERNEL_MACROS: Readonly<Record<string, MacroFactory>> = {
  KMSG: kernelMessage,
  MSG: kernelMessage,
  MESSAGE: kernelMessage,
  UPTIME: () => (view, _start, _end, out) => {
    out.ensure(MAX_UPTIME_PREFIX);
    if (isNetconsole(view)) putUptime(view, 0, out);
  },
  SEQUENCE: (put) => (view, _start, _end, out) => {
    const { sequenceStart, sequenceEnd } = view.kernel;
    if (isNetconsole(view) && sequenceStart >= 0) put(view.bytes, sequenceStart, sequenceEnd, out);
  },
  RELEASE: (put) => (view, _start, _end, out) => {
    const { releaseStart, releaseEnd } = view.kernel;
    if (isNetconsole(view) && releaseStart >= 0) put(view.bytes, releaseStart, releaseEnd, out);
  },
  CALLER: (put) => (view, _start, _end, out) => {
    const { callerStart, callerEnd } = view.kernel;
    if (isNetconsole(view) && callerStart >= 0) put(view.bytes, callerStart, callerEnd, out);
  },
};

/** `${KERNEL.name}`: the value of a dictionary, userdata or system data line; of several the one the event's JSON has. */
export function kernelFieldMacro(name: string): MacroFactory {
  const key = Buffer.from(name);
  const lastWins = isSysdataKey(key, 0, key.length);
  const isEscaped = isDictionaryKey(key, 0, key.length);
  const cursor = new KernelFieldCursor();
  const value = new ByteWriter(256);
  return (put): Macro =>
    (view, _start, _end, out) => {
      if (view.format !== EXTENDED) return;
      cursor.begin(view.bytes, view.kernel);
      let start = -1;
      let end = -1;
      while (cursor.next()) {
        if (!equalsRange(key, view.bytes, cursor.keyStart, cursor.keyEnd)) continue;
        start = cursor.valueStart;
        end = cursor.valueEnd;
        if (!lastWins) break;
      }
      if (start < 0) return;
      value.ensure(end - start);
      if (isEscaped) put(value.bytes, 0, unescape(view.bytes, start, end, value.bytes, 0), out);
      else put(view.bytes, start, end, out);
    };
}

/**
 * Writes `seconds.micros` since the sender's boot, the seconds padded with spaces to `width`; false, and nothing,
 * when the record does not say. The caller reserved room; there is room for two more bytes after it.
 */
function putUptime(view: EventView, width: number, out: ByteWriter): boolean {
  const { uptimeUs, uptimeStart, uptimeEnd } = view.kernel;
  if (uptimeUs >= 0) {
    const seconds = Math.floor(uptimeUs / 1_000_000);
    if (seconds < MAX_INT32) putPadded(seconds, width, out);
    else out.decimal(seconds);
    out.byte(0x2e);
    putSixDigits(out.bytes, out.at, uptimeUs - seconds * 1_000_000);
    out.at += MICROS_DIGITS;
    return true;
  }
  // above 2^53 there are only the digits
  if (view.format === BASIC && uptimeStart >= 0 && uptimeEnd - uptimeStart <= U64_DIGITS + 1) {
    writeSanitised(view.bytes, uptimeStart, uptimeEnd, out);
    out.ensure(2);
    return true;
  }
  const digits = view.format === EXTENDED && uptimeStart >= 0 ? uptimeEnd - uptimeStart : 0;
  if (digits <= MICROS_DIGITS || digits > U64_DIGITS) return false;
  writeSanitised(view.bytes, uptimeStart, uptimeEnd - MICROS_DIGITS, out);
  out.ensure(1);
  out.byte(0x2e);
  writeSanitised(view.bytes, uptimeEnd - MICROS_DIGITS, uptimeEnd, out);
  out.ensure(2);
  return true;
}
