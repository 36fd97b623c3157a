/**
 * The closed list of problems of a message. Bit n of a problem set is word n.
 * The first words are those of the syslog parser, in its own order (`lib/syslog-parser/problem.ts`).
 */
import { SYSLOG_PROBLEMS } from '../syslog-parser/problem.ts';

export const PROBLEMS = [
  ...SYSLOG_PROBLEMS,
  'ambiguous',
  'unterminated',
  'incomplete',
  'bad-fragment',
  'control-characters',
] as const;

export type Problem = (typeof PROBLEMS)[number];

/** The bit of `problem` in a problem set. */
export function problemBit(problem: Problem): number {
  return 1 << PROBLEMS.indexOf(problem);
}
