import { DestinationError } from '../deliver/destination-error.ts';
import { SpoolError } from '../deliver/spool/spool-error.ts';
import { SocketError } from '../receive/socket-error.ts';
import { SourceError } from '../receive/source-error.ts';
import { SystemRefusal } from '../system/system-refusal.ts';

/** Whether the operator or the system can remove the cause of an error; every other is an internal error. */
export function isRefusal(error: unknown): error is Error {
  return (
    error instanceof SocketError ||
    error instanceof SourceError ||
    error instanceof DestinationError ||
    error instanceof SpoolError ||
    error instanceof SystemRefusal ||
    (error instanceof Error && 'syscall' in error)
  );
}
