import { readFileSync } from 'node:fs';

/** The environment and files that a configuration refers to. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Returns the text of a file; throws when it cannot be read. */
  readonly readFile: (path: string) => string;
}

/** Those of this process. */
export const OWN_SURROUNDINGS: Surroundings = {
  env: process.env,
  readFile: (path) => readFileSync(path, 'utf8'),
};
