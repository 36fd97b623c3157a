import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorText } from './error-text.ts';

/** Why nothing can be created in the directory `path`, such as `EACCES (permission denied)`; undefined if it can. */
export function directoryProblem(path: string): string | undefined {
  return codeOf(() => accessSync(path, constants.W_OK | constants.X_OK));
}

/**
 * Why a file cannot be written that may have to be created with its directories: the problem of the file, or of the nearest directory
 * above it that exists, with that path. Undefined if it can be written according to its permissions.
 */
export function fileProblem(path: string): { path: string; problem: string } | undefined {
  for (let at = path; ; at = dirname(at)) {
    const problem = codeOf(() => accessSync(at, constants.F_OK));
    if (problem !== undefined && at !== dirname(at)) continue;
    return problemOf(at, at === path);
  }
}

function problemOf(path: string, isFile: boolean): { path: string; problem: string } | undefined {
  const isDirectory = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isFile && isDirectory) return { path, problem: errorText('EISDIR') };
  if (!isFile && !isDirectory) return { path, problem: errorText('ENOTDIR') };
  const found = isFile ? codeOf(() => accessSync(path, constants.W_OK)) : directoryProblem(path);
  return found === undefined ? undefined : { path, problem: found };
}

function codeOf(attempt: () => void): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    if (error instanceof Error && 'syscall' in error && 'code' in error) {
      return errorText(String(error.code));
    }
    throw error;
  }
}
