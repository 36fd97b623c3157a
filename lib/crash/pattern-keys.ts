/** How many characters of a line decide whether patterns look at it. */
export const KEY_LENGTH = 4;

const GROUP = /^\((?:\?:|\?<\w+>)?([^()]*)\)(\??)(.*)$/;
const LITERALS = /\\d\+?|\\t|\\[[\](){}.]|[\w :'"#!/=-]/gy;
const DIGITS = Array.from({ length: 10 }, (_, digit) => String(digit));

/** The first four characters of what a pattern matches: it begins with literals and digits, or with alternatives of them. */
export function keysOf(pattern: string): string[] {
  const group = GROUP.exec(pattern);
  if (group !== null && !group[1]?.includes('\\d')) {
    const [, words = '', optional, rest = ''] = group;
    const heads = optional === '?' ? [...words.split('|'), ''] : words.split('|');
    return heads.flatMap((head) => keysOf(head + rest));
  }
  const literals =
    pattern
      .replaceAll(/\(\?<\w+>/g, '')
      .match(LITERALS)
      ?.slice(0, KEY_LENGTH) ?? [];
  if (literals.length < KEY_LENGTH) throw new Error(`no ${KEY_LENGTH} literals: ${pattern}`);
  return literals.reduce(
    (keys, literal) =>
      literal.startsWith('\\d')
        ? keys.flatMap((key) => DIGITS.map((digit) => key + digit))
        : keys.map((key) => key + (literal === '\\t' ? '\t' : literal.replace('\\', ''))),
    [''],
  );
}
