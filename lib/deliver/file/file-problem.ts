import { dirname } from 'node:path';
import { errorText } from '../../system/error-text.ts';

/** Why nothing can be written to a path. `message` is for the relay's own log and says what to do. */
export interface FileProblem {
  readonly reason: 'write-failed' | 'unsafe-path';
  /** The error number's name, such as `ENOSPC`; `unsafe` when no system call refused. */
  readonly code: string;
  readonly message: string;
}

/** The error number of a failed system call, such as `ENOSPC`. Throws on anything else: that is a bug. */
export function errorCodeOf(error: unknown): string {
  if (error instanceof Error && 'syscall' in error && 'code' in error) return String(error.code);
  throw error;
}

/** Error numbers that concern the whole file system or process and pass: lines wait for their end instead of being dropped. */
const WAITED_FOR: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'ENOMEM']);

/** Whether lines wait until the problem is over. Other problems concern one path, whose lines must not keep those of others waiting. */
export function isWaitedFor({ code }: FileProblem): boolean {
  return WAITED_FOR.has(code);
}

/** A refused system call as a problem of `path`. */
export function systemProblem(path: string, code: string): FileProblem {
  return {
    reason: 'write-failed',
    code,
    message: `Cannot write to ${path}: ${errorText(code)}; ${remedyOf(code, path)}${WAITED_FOR.has(code) ? ', its lines wait in the queue' : ''}`,
  };
}

/** Something that is at `path`, or on the way to it, and shall not be written to or followed. */
export function unsafeProblem(path: string, found: string): FileProblem {
  return {
    reason: 'unsafe-path',
    code: 'unsafe',
    message: `Cannot write to ${path} safely: ${found}; remove it`,
  };
}

function remedyOf(code: string, path: string): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'free space there';
    case 'EACCES':
    case 'EPERM':
      return `allow the relay's user to write below ${dirname(path)}`;
    case 'EROFS':
      return 'mount that file system writable, or choose another path';
    case 'EMFILE':
    case 'ENFILE':
      return 'lower maxOpen, or raise the limit of open files';
    case 'ENAMETOOLONG':
      return 'use fewer macros in the path';
    case 'ENOENT':
      return `create the directory ${dirname(path)}, or choose another path`;
    case 'ENOTDIR':
      return 'remove the file that is where a directory is needed';
    case 'EAGAIN':
    case 'ENXIO':
      return 'start the program that reads it';
    default:
      return 'check the file system';
  }
}
