import { endOfCaller, endOfTime } from './vendor-prefix.ts';

const SPACE = 0x20;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const ZERO = 0x30;
const AT = 0x40;
const SECONDS = 0x73;
const COMMA = 0x2c;
const MAX_PRIO = 2047;
/** The kernel counts nanoseconds in 64 bits: seconds have at most 11 digits. */
const MAX_SECOND_DIGITS = 11;

/** Of a priority without a time: facilities of syslog only. */
const MAX_LONE_PRIO = 191;

/**
 * Decodes the prefix that the kernel's console code writes before a line of a basic record.
 *
 *   ["<" prio ">"] ["[" *4SP seconds "." 6DIGIT "]"] ["[" *5SP ("T" / "C") number "]"] SP
 *
 * Without the space the rest is no prefix, and all is text. A priority alone (`console_msg_format=syslog` with `printk.time=0`) is one
 * when text follows at once: a space after it is what the opcode bytes of an oops have (`<65> 48`). Vendors' kernels (vendor-prefix.ts)
 * add the CPU to the time, and others to the caller: `[ T1234@C4]` (Android), `[S,T0,C4]` (Xiaomi), `[pid:1,cpu0,init]` (Kirin).
 * Kernel: kernel/printk/printk.c, `print_prefix`.
 */
export class KernelPrefix {
  /** From the priority; 0 without one. */
  facility = 0;
  /** From the priority; -1 without one. */
  severity = -1;
  /** Microseconds since boot; NaN without a time. */
  uptimeUs = Number.NaN;
  /** Offset of `seconds.micros` above 2^53 microseconds, for which `uptimeUs` is NaN; -1 otherwise. */
  longTimeStart = -1;
  longTimeEnd = -1;
  callerStart = -1;
  callerEnd = -1;
  /** Amlogic's letter after the time; 0 without one. */
  flag = 0;
  /** Start of the text: after the prefix, or the offset at which a prefix was searched. */
  textStart = 0;
  /** Whether there is a time or a caller, which only kernels write. */
  isKernel = false;

  /** Returns whether there is a prefix at `start`; the fields are valid either way. */
  decode(bytes: Uint8Array, start: number, end: number): boolean {
    this.#clear();
    this.textStart = start;
    const bracket =
      start < end && bytes[start] === 0x3c ? this.#priority(bytes, start, end) : start;
    const after = this.#timeAndCaller(bytes, bracket, end);
    if (after === -1) return this.#lonePriority(bytes, bracket, end);
    this.isKernel = true;
    this.textStart = after;
    return true;
  }

  #clear(): void {
    this.facility = 0;
    this.severity = -1;
    this.uptimeUs = Number.NaN;
    this.longTimeStart = -1;
    this.longTimeEnd = -1;
    this.callerStart = -1;
    this.callerEnd = -1;
    this.flag = 0;
    this.isKernel = false;
  }

  /** Returns where the text begins after a time, a caller or both at `start`; -1 when there is none of them. */
  #timeAndCaller(bytes: Uint8Array, start: number, end: number): number {
    if (start + 3 >= end || bytes[start] !== OPEN) return -1;
    const afterTime = this.#time(bytes, start, end);
    const hasTime = afterTime > start;
    const after = this.#caller(bytes, afterTime, end, hasTime);
    if (after === start || after >= end) return -1;
    if (bytes[after] === SPACE) return after + 1;
    // Amlogic: `[    1.204311@1]d `.
    if (!hasTime) return -1;
    const hasNext = after + 1 < end;
    if (after === this.callerEnd + 1 && bytes[this.callerStart] === AT) {
      if (!hasNext || bytes[after + 1] !== SPACE || !isLetter(bytes[after] as number)) return -1;
      this.flag = bytes[after] as number;
      return after + 2;
    }
    // MediaTek: `[   12.345678]-(0)[1:init]text`, with a space there if interrupts are on. Kirin: `[   12.345678s][pid:1,cpu0,init]text`.
    const isMediaTek = hasNext && bytes[after] === 0x2d && bytes[after + 1] === 0x28;
    return isMediaTek || bytes[afterTime - 2] === SECONDS ? after : -1;
  }

  /** A priority that text follows; see the class. */
  #lonePriority(bytes: Uint8Array, at: number, end: number): boolean {
    const { textStart, facility, severity } = this;
    this.#clear();
    if (at === textStart || at >= end || (bytes[at] as number) <= SPACE) return false;
    if (facility * 8 + severity > MAX_LONE_PRIO || looksExtended(bytes, at, end)) return false;
    this.facility = facility;
    this.severity = severity;
    this.textStart = at;
    return true;
  }

  /** Boot option `console_msg_format=syslog`. Returns the position after it, or `start` when there is none. */
  #priority(bytes: Uint8Array, start: number, end: number): number {
    const limit = Math.min(end, start + 5);
    let prio = 0;
    let at = start + 1;
    for (; at < limit; at++) {
      const digit = (bytes[at] as number) - ZERO;
      if (digit < 0 || digit > 9) break;
      prio = prio * 10 + digit;
    }
    if (at === start + 1 || at >= end || bytes[at] !== 0x3e || prio > MAX_PRIO) return start;
    this.facility = prio >> 3;
    this.severity = prio & 7;
    return at + 1;
  }

  #time(bytes: Uint8Array, start: number, end: number): number {
    let at = start + 1;
    while (at < end && at < start + 5 && bytes[at] === SPACE) at++;
    const digits = at;
    let seconds = 0;
    for (; at < end; at++) {
      const digit = (bytes[at] as number) - ZERO;
      if (digit < 0 || digit > 9) break;
      seconds = seconds * 10 + digit;
    }
    if (at === digits || at - digits > MAX_SECOND_DIGITS) return start;
    if (at + 7 >= end || bytes[at] !== 0x2e) return start;
    let micros = 0;
    for (let i = at + 1; i < at + 7; i++) {
      const digit = (bytes[i] as number) - ZERO;
      if (digit < 0 || digit > 9) return start;
      micros = micros * 10 + digit;
    }
    const close = bytes[at + 7] === CLOSE ? at + 7 : endOfTime(bytes, at + 7, end);
    if (close === -1) return start;
    if (bytes[at + 7] === AT) {
      this.callerStart = at + 7;
      this.callerEnd = close;
    }
    const uptimeUs = seconds * 1_000_000 + micros;
    if (uptimeUs <= Number.MAX_SAFE_INTEGER) this.uptimeUs = uptimeUs;
    else {
      this.longTimeStart = digits;
      this.longTimeEnd = at + 7;
    }
    return close + 1;
  }

  /** CONFIG_PRINTK_CALLER; after a time that of vendors, too. */
  #caller(bytes: Uint8Array, start: number, end: number, hasTime: boolean): number {
    if (start >= end || bytes[start] !== OPEN) return start;
    let at = start + 1;
    while (at < end && at < start + 6 && bytes[at] === SPACE) at++;
    const close = endOfCaller(bytes, at, end, hasTime);
    if (close === -1) return start;
    this.callerStart = at;
    this.callerEnd = close;
    return close + 1;
  }
}

function isLetter(byte: number): boolean {
  return ((byte | 0x20) - 0x61) >>> 0 < 26;
}

/** Whether digits and a comma are at `at`: an extended header that is not strict is text as a whole. */
function looksExtended(bytes: Uint8Array, at: number, end: number): boolean {
  let cursor = at;
  while (cursor < end && ((bytes[cursor] as number) - ZERO) >>> 0 < 10) cursor++;
  return cursor > at && cursor < end && bytes[cursor] === COMMA;
}
