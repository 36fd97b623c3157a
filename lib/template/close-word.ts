import { editDistance, nearestWord } from './nearest-word.ts';

/** One typing error in so many letters still looks like the word that was meant. */
const LETTERS_PER_ERROR = 3;

/**
 * The candidate that `word` is probably a misspelling of; undefined if none is close. Case, `_`, `-` and `.` do not count:
 * `receive_buffer` is `receiveBuffer`.
 */
export function closeWord(word: string, candidates: readonly string[]): string | undefined {
  const plain = plainForm(word);
  const forms = candidates.map((candidate) => plainForm(candidate));
  const nearest = nearestWord(plain, forms);
  if (nearest === undefined) return undefined;
  const length = Math.max(plain.length, nearest.length);
  const limit = Math.max(1, Math.floor(length / LETTERS_PER_ERROR));
  if (editDistance(plain, nearest) > limit) return undefined;
  return candidates[forms.indexOf(nearest)];
}

function plainForm(word: string): string {
  return word.toLowerCase().replaceAll(/[_.-]/g, '');
}
