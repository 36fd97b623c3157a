import { join } from 'node:path';
import type { FileDestinationConfig } from '../../config/destination-config.ts';
import type { Log } from '../../log/log.ts';
import { fileProblem } from '../../system/write-problem.ts';
import { compileFilePath } from './compile-file-path.ts';

/**
 * Logs at start if nothing can be written below the constant part of the path: the first line may come months later, and be the last one of
 * its sender.
 */
export function warnOfPath({ name, path }: FileDestinationConfig, log: Pick<Log, 'warn'>): void {
  const constant = path.replaceAll('$$', '$');
  const isConstant = !path.replaceAll('$$', '').includes('$');
  const { constantPrefix } = compileFilePath(path);
  // A name that certainly does not exist stands for those that macros will give.
  const first = isConstant ? constant : join(constantPrefix || '.', `.${name}-probe`);
  const found = fileProblem(first);
  if (found === undefined) return;
  log.warn(
    `destination ${name}: Cannot write to ${path}: ${found.path}: ${found.problem}; ${remedyOf(found.problem)}, or choose another path`,
  );
}

function remedyOf(problem: string): string {
  if (problem.startsWith('ENOTDIR')) return 'remove the file, since a directory is needed there';
  if (problem.startsWith('EISDIR')) return 'remove the directory, since a file is needed there';
  return "allow the relay's user to write there";
}
