import { runningThreads } from './start-thread.ts';
import { exitAtOnce } from './system-calls.ts';

/**
 * Ends the process with `code`, whatever its threads do. `process.exit` waits for every thread, and hangs while one is blocked in the
 * kernel, as on a dead file system; _exit(2) does not. If it is unavailable, threads that `mayHang` are ended by SIGKILL, and
 * the code is lost.
 */
export function endProcess(code: number, mayHang = false): never {
  try {
    exitAtOnce(code);
  } catch {
    if (mayHang && runningThreads() > 0) process.kill(process.pid, 'SIGKILL');
    process.exit(code);
  }
}
