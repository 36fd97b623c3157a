/** Something wrong in a parameter string. */
export interface ParameterProblem {
  /** The character, counted from 1 over the whole input. */
  readonly at: number;
  /** Errors keep the kernel from sending as meant; a warning may be meant so. */
  readonly kind: 'error' | 'warning';
  readonly what: string;
  readonly fix: string;
}

/** One target as the kernel would read it; undefined: empty, or not readable. */
export interface ExplainedTarget {
  readonly extended: boolean;
  readonly release: boolean;
  readonly sourcePort: number | undefined;
  readonly sourceAddress: string | undefined;
  /** A name, or a MAC address (Linux 6.15). */
  readonly device: string | undefined;
  readonly port: number | undefined;
  readonly address: string | undefined;
  /** Lower case. */
  readonly mac: string | undefined;
}

export interface Explanation {
  /** The parameter's value without what was skipped before it and after it. */
  readonly value: string;
  /** The character of the input that the value begins at, counted from 1. */
  readonly start: number;
  readonly targets: readonly ExplainedTarget[];
  /** By character. */
  readonly problems: readonly ParameterProblem[];
}

/** A piece of the input and the index of its first character. */
export interface Segment {
  readonly text: string;
  readonly start: number;
}

/** The six fields of a target, in order. */
export const FIELDS = ['sourcePort', 'sourceAddress', 'device', 'port', 'address', 'mac'] as const;
export type Field = (typeof FIELDS)[number];

/** Start of each field and flag present in a target, as an index into the input. */
export type Starts = ReadonlyMap<Field | 'extended' | 'release', number>;

/** Collects problems; `index` counts from 0. */
export class ProblemList {
  readonly #problems: ParameterProblem[] = [];

  error(index: number, what: string, fix: string): undefined {
    this.#problems.push({ at: index + 1, kind: 'error', what, fix });
  }

  warning(index: number, what: string, fix: string): undefined {
    this.#problems.push({ at: index + 1, kind: 'warning', what, fix });
  }

  sorted(): readonly ParameterProblem[] {
    return this.#problems.sort((a, b) => a.at - b.at);
  }
}
