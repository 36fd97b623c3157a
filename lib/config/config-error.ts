/** One mistake in a configuration, where it stands, and what to do about it. */
export interface ConfigProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  readonly what: string;
  readonly mend: string;
}

/** All that is wrong with a configuration, in the order of the file; the message has one line per problem. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
    super(sorted.map((problem) => printProblem(problem)).join('\n'));
    this.name = 'ConfigError';
    this.problems = sorted;
  }
}

/** `FILE:LINE:COLUMN: what; what to do`, on one line. */
export function printProblem({ file, line, column, what, mend }: ConfigProblem): string {
  return `${file}:${line}:${column}: ${what}; ${mend}`.replaceAll(/[\x00-\x1f\x7f]+/g, ' ');
}
