const BLANK = 0x20;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const ZERO = 0x30;
const MAX_PRIO = 2047;
/** The kernel counts nanoseconds in 64 bits: seconds have at most 11 digits. */
const MAX_SECOND_DIGITS = 11;

/**
 * Decodes what the console code puts in front of a line of a basic record.
 *
 *   ["<" prio ">"] ["[" *4SP seconds "." 6DIGIT "]"] ["[" *5SP ("T" / "C") number "]"] SP
 *
 * A priority alone is no prefix, and without the blank the rest is none either: then it is all text.
 * Kernel: kernel/printk/printk.c, `print_prefix`.
 */
export class KernelPrefix {
  /** From the priority; 0 without one. */
  facility = 0;
  /** From the priority; -1 without one. */
  severity = -1;
  /** Microseconds since boot; NaN without a time. */
  uptimeUs = Number.NaN;
  /** Where `seconds.micros` stand when they are above 2^53 microseconds, so that `uptimeUs` is NaN; -1 otherwise. */
  longTimeStart = -1;
  longTimeEnd = -1;
  callerStart = -1;
  callerEnd = -1;
  /** Where the text begins: behind the prefix, or where it was looked for. */
  textStart = 0;

  /** Returns whether there is a prefix at `start`; the fields are valid either way. */
  decode(bytes: Uint8Array, start: number, end: number): boolean {
    this.#none();
    this.textStart = start;
    const bracket =
      start < end && bytes[start] === 0x3c ? this.#priority(bytes, start, end) : start;
    if (bracket + 3 >= end || bytes[bracket] !== OPEN) return this.#none();
    const behindTime = this.#time(bytes, bracket, end);
    const behind = this.#caller(bytes, behindTime, end);
    if (behind === bracket || behind >= end || bytes[behind] !== BLANK) return this.#none();
    this.textStart = behind + 1;
    return true;
  }

  #none(): false {
    this.facility = 0;
    this.severity = -1;
    this.uptimeUs = Number.NaN;
    this.longTimeStart = -1;
    this.longTimeEnd = -1;
    this.callerStart = -1;
    this.callerEnd = -1;
    return false;
  }

  /** Boot option `console_msg_format=syslog`. Returns the position behind, or `start` when there is none. */
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
    while (at < end && at < start + 5 && bytes[at] === BLANK) at++;
    const digits = at;
    let seconds = 0;
    for (; at < end; at++) {
      const digit = (bytes[at] as number) - ZERO;
      if (digit < 0 || digit > 9) break;
      seconds = seconds * 10 + digit;
    }
    if (at === digits || at - digits > MAX_SECOND_DIGITS) return start;
    if (at + 7 >= end || bytes[at] !== 0x2e || bytes[at + 7] !== CLOSE) return start;
    let micros = 0;
    for (let i = at + 1; i < at + 7; i++) {
      const digit = (bytes[i] as number) - ZERO;
      if (digit < 0 || digit > 9) return start;
      micros = micros * 10 + digit;
    }
    const uptimeUs = seconds * 1_000_000 + micros;
    if (uptimeUs <= Number.MAX_SAFE_INTEGER) this.uptimeUs = uptimeUs;
    else {
      this.longTimeStart = digits;
      this.longTimeEnd = at + 7;
    }
    return at + 8;
  }

  /** CONFIG_PRINTK_CALLER. */
  #caller(bytes: Uint8Array, start: number, end: number): number {
    if (start >= end || bytes[start] !== OPEN) return start;
    let at = start + 1;
    while (at < end && at < start + 6 && bytes[at] === BLANK) at++;
    const caller = at;
    if (at >= end || (bytes[at] !== 0x54 && bytes[at] !== 0x43)) return start;
    at++;
    while (at < end && (bytes[at] as number) >= ZERO && (bytes[at] as number) <= 0x39) at++;
    if (at === caller + 1 || at >= end || bytes[at] !== CLOSE) return start;
    this.callerStart = caller;
    this.callerEnd = at;
    return at + 1;
  }
}
