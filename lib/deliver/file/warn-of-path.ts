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
    `destination ${name}: Cannot write to ${path}: ${found.path}: ${found.problem}; allow the relay's user to write there, or choose another path`,
  );
}
