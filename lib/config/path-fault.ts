/** The keys and indexes that lead to a value of the configuration. */
export type Path = readonly PropertyKey[];

/** A problem of the value at `path`. */
export interface PathFault {
  readonly path: Path;
  /** Whether the key is meant, not the value after it. */
  readonly atKey: boolean;
  /** Position in the text of the value; undefined: all of it. */
  readonly offset: number | undefined;
  readonly what: string;
  readonly hint: string;
}

/** `routes[0].when.host`; `the configuration` for the whole file. */
export function pathText(path: Path): string {
  if (path.length === 0) return 'the configuration';
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

/** `what`, after the key it is about unless it names that. */
export function withKey(path: Path, what: string): string {
  const key = pathText(path);
  const isNamed = path.length === 0 || what.startsWith('`') || what.includes(`\`${key}`);
  return isNamed ? what : `\`${key}\`: ${what}`;
}
