/** One mistake in a configuration, where it is, and what to do about it. */
export interface ConfigProblem {
  readonly file: string;
  /** From 1; undefined when the problem is the file itself. */
  readonly line: number | undefined;
  /** From 1, in UTF-16 units; undefined like `line`. */
  readonly column: number | undefined;
  readonly what: string;
  readonly hint: string;
}

/** All that is wrong with a configuration, in the order of the file; the message has one line per problem. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const sorted = problems.toSorted(
      (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
    );
    super(sorted.map((problem) => printProblem(problem)).join('\n'));
    this.name = 'ConfigError';
    this.problems = sorted;
  }
}

/** `FILE:LINE:COLUMN: what; what to do`, on one line; without LINE and COLUMN when the problem is the file itself. */
function printProblem({ file, line, column, what, hint }: ConfigProblem): string {
  const place = line === undefined ? file : `${file}:${line}:${column}`;
  return `${place}: ${what}; ${hint}`.replaceAll(/[\x00-\x1f\x7f]+/g, ' ');
}
