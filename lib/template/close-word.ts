import leven, { closestMatch } from 'leven';

/** A word with one typing error in this many letters still resembles the word that was meant. */
const LETTERS_PER_ERROR = 3;
/** Longer than any word; a pasted paragraph in place of a key need not be compared to its end. */
const MAX_LENGTH = 64;

/**
 * The candidate that `word` is probably a misspelling of; undefined if none is close. Case, `_`, `-` and `.` do not count:
 * `receive_buffer` is `receiveBuffer`.
 */
export function closeWord(word: string, candidates: readonly string[]): string | undefined {
  const plain = plainForm(word).slice(0, MAX_LENGTH);
  const forms = candidates.map((candidate) => plainForm(candidate));
  const nearest = closestMatch(plain, forms);
  if (nearest === undefined) return undefined;
  const limit = Math.max(1, Math.floor(Math.max(plain.length, nearest.length) / LETTERS_PER_ERROR));
  const errors = leven(plain, nearest) - (haveSameLetters(plain, nearest) ? 1 : 0);
  return errors > limit ? undefined : candidates[forms.indexOf(nearest)];
}

/** Two letters swapped are one typing error, though the distance is 2. */
function haveSameLetters(a: string, b: string): boolean {
  return sortedLetters(a) === sortedLetters(b);
}

function sortedLetters(word: string): string {
  return word.split('').sort().join('');
}

function plainForm(word: string): string {
  return word.toLowerCase().replaceAll(/[_.-]/g, '');
}
