/** `Jan` to `Dec` as 24-bit numbers in lower case. */
const MONTHS: readonly number[] = [
  'jan',
  'feb',
  'mar',
  'apr',
  'may',
  'jun',
  'jul',
  'aug',
  'sep',
  'oct',
  'nov',
  'dec',
].map((name) => (name.charCodeAt(0) << 16) | (name.charCodeAt(1) << 8) | name.charCodeAt(2));

/** A perfect hash of the month names: `(second + third letter) & 31`, the number of the month or 0. */
const BY_HASH = new Uint8Array(32);
for (const [index, name] of MONTHS.entries()) BY_HASH[hash(name)] = index + 1;

function hash(name: number): number {
  return ((name >> 8) + name) & 31;
}

/** The month (1 to 12) whose English abbreviation, in any case, is in the three bytes at `at`; 0 when none does. */
export function monthAt(bytes: Uint8Array, at: number): number {
  const name =
    ((bytes[at] as number) << 16) |
    ((bytes[at + 1] as number) << 8) |
    (bytes[at + 2] as number) |
    0x202020;
  const month = BY_HASH[hash(name)] as number;
  return month !== 0 && MONTHS[month - 1] === name ? month : 0;
}
