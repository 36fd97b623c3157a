import { errorName } from './error-name.ts';
import { F_DUPFD_CLOEXEC } from './linux.ts';
import { systemCallsIfAny } from './system-calls.ts';
import { SystemRefusal } from './system-refusal.ts';

/**
 * Another descriptor of the same open file or socket, for who closes it: Node closes what it was given when its thread ends. The descriptor
 * itself where system calls cannot be made. Throws SystemRefusal.
 */
export function duplicateOf(fd: number): number {
  const calls = systemCallsIfAny();
  if (calls === undefined) return fd;
  const duplicate = calls.fcntl(fd, F_DUPFD_CLOEXEC, 0);
  if (duplicate >= 0) return duplicate;
  throw SystemRefusal.of(`Cannot duplicate descriptor ${fd}`, errorName(calls.errno()));
}
