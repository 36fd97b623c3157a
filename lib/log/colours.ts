/** Control sequences of terminals, ECMA-48 section 8.3.117. */
const PLAIN = '\u001b[0m';
export const BOLD = '\u001b[1m';
export const RED = '\u001b[31m';
export const GREEN = '\u001b[32m';
export const YELLOW = '\u001b[33m';
export const BOLD_RED = '\u001b[1;31m';
export const REVERSE_RED = '\u001b[7;31m';

/**
 * Whether to colour what goes to an output: if that is a terminal, and neither NO_COLOR (any value but the empty one, https://no-color.org) nor
 * `TERM=dumb` is set.
 */
export function wantsColours(
  isTerminal: boolean,
  env: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  return isTerminal && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}

/** `text` in a colour; as it is for an empty one. */
export function inColour(colour: string, text: string): string {
  return colour === '' || text === '' ? text : `${colour}${text}${PLAIN}`;
}
