/** Prefixes of lines by kernels of device vendors, which replace `[   12.345678]` and `[    T1]` of kernel.org. */
const CLOSE = 0x5d;
const AT = 0x40;
const COMMA = 0x2c;
/** Of the CPU after `@`. */
const MAX_CPU_DIGITS = 4;
/** Of a caller; the longest is Kirin's with a task's name. */
const MAX_CALLER = 48;
const KIRIN = Buffer.from('pid:');
/** LG's second time, a digit for each zero. */
const CLOCK = Buffer.from(' / 00-00 00:00:00.000');

/**
 * Returns the `]` of a time whose digits end before `at`, or -1.
 *
 *   ("@" cpu / "s" / " / mm-dd hh:mm:ss.mmm") "]"
 *
 * Amlogic prints the CPU after the time, Kirin its unit, LG the clock of the phone.
 */
export function endOfTime(bytes: Uint8Array, at: number, end: number): number {
  let close = at + 1;
  if (bytes[at] === AT) {
    close = skipDigits(bytes, at + 1, Math.min(end, at + 1 + MAX_CPU_DIGITS));
    if (close === at + 1) return -1;
  } else if (bytes[at] === CLOCK[0]) {
    close = at + CLOCK.length;
    if (close >= end || !isClock(bytes, at)) return -1;
  } else if (bytes[at] !== 0x73) return -1;
  return close < end && bytes[close] === CLOSE ? close : -1;
}

function isClock(bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < CLOCK.length; i++) {
    const byte = bytes[at + i] as number;
    const wanted = CLOCK[i] as number;
    if (wanted === 0x30 ? !isDigit(byte) : byte !== wanted) return false;
  }
  return true;
}

/**
 * Returns the `]` of a caller at `at`, or -1.
 *
 *   ("T" / "C") number *("@" ("T" / "C") number)        CONFIG_PRINTK_CALLER, and Android's with the CPU
 *   "S" *("," ("T" / "C") number)                       after a time only: Xiaomi's `S,T0,C4`
 *   "pid:" …                                            after a time only: Kirin's `pid:1,cpu0,swapper/0`
 *   number                                              after a time only: LG's CPU
 */
export function endOfCaller(bytes: Uint8Array, at: number, end: number, hasTime: boolean): number {
  const limit = Math.min(end, at + MAX_CALLER);
  let cursor = at;
  let hasNumber = false;
  for (;;) {
    const letter = cursor < limit ? (bytes[cursor] as number) : 0;
    const isTask = letter === 0x54 || letter === 0x43;
    if (!isTask && !(hasTime && letter === 0x53)) break;
    const digits = cursor + 1;
    cursor = skipDigits(bytes, digits, limit);
    if (cursor > digits) hasNumber = true;
    else if (!hasTime) return -1;
    const after = cursor < limit ? bytes[cursor] : 0;
    if (after === CLOSE) return hasNumber ? cursor : -1;
    if (after !== AT && !(hasTime && after === COMMA)) return -1;
    cursor++;
  }
  if (!hasTime || cursor > at) return -1;
  if (isDigit(bytes[at] as number)) cursor = skipDigits(bytes, at, limit);
  else if (isKirin(bytes, at, limit)) {
    while (cursor < limit && bytes[cursor] !== CLOSE && (bytes[cursor] as number) >= 0x20) cursor++;
  }
  return cursor > at && cursor < limit && bytes[cursor] === CLOSE ? cursor : -1;
}

function isKirin(bytes: Uint8Array, at: number, end: number): boolean {
  if (at + KIRIN.length > end) return false;
  for (let i = 0; i < KIRIN.length; i++) if (bytes[at + i] !== KIRIN[i]) return false;
  return true;
}

function isDigit(byte: number): boolean {
  return (byte - 0x30) >>> 0 < 10;
}

function skipDigits(bytes: Uint8Array, at: number, end: number): number {
  let cursor = at;
  while (cursor < end && isDigit(bytes[cursor] as number)) cursor++;
  return cursor;
}
