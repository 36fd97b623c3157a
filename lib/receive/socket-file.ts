import { chmodSync, chownSync, fchmodSync, lstatSync, unlinkSync, type Stats } from 'node:fs';
import type { SocketFileConfig } from '../config/source-config.ts';
import { ACCOUNT_FILES, findAccount, type AccountKind } from '../system/accounts.ts';
import { errorName } from '../system/error-name.ts';
import { errorTextOf } from '../system/error-text.ts';
import { AF_UNIX, SOCK_CLOEXEC, SOCK_NONBLOCK } from '../system/linux.ts';
import { encodeUnixAddress } from '../system/socket-address.ts';
import type { SystemCalls } from '../system/system-calls.ts';
import { setIntOption } from './bind-socket.ts';
import { SocketError } from './socket-error.ts';
import { SourceError } from './source-error.ts';

export interface SocketFileOptions {
  /** SOCK_DGRAM or SOCK_STREAM. */
  readonly type: number;
  readonly options: readonly (readonly [number, number, number])[];
}

/** A Unix socket and its file. */
export interface OpenSocketFile {
  readonly fd: number;
  readonly path: string;
  /** By it the file is known to be still the socket's; undefined: somebody else's, never removed. */
  readonly identity: Pick<Stats, 'dev' | 'ino'> | undefined;
}

/**
 * Binds a non-blocking Unix socket to a path. The file of a program that has ended is replaced. Throws SocketError if a program still
 * reads it, and SourceError for an unknown owner; nothing is left then.
 */
export function openSocketFile(
  calls: SystemCalls,
  config: SocketFileConfig,
  { type, options }: SocketFileOptions,
): OpenSocketFile {
  const { path, mode } = config;
  const fd = calls.socket(AF_UNIX, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) throw refused(path, errorName(calls.errno()));
  try {
    for (const [level, name, value] of options) setIntOption(calls, fd, [level, name], value);
    // The file gets these permissions when it is bound, less those of the umask: at no time has it more.
    fchmodSync(fd, mode);
    bindReplacing(calls, fd, path, type);
    const { dev, ino } = lstatSync(path);
    const socket = { fd, path, identity: { dev, ino } };
    try {
      applyPermissions(config);
    } catch (error) {
      removeSocketFile(socket);
      throw error;
    }
    return socket;
  } catch (error) {
    calls.close(fd);
    throw error;
  }
}

/** Gives the file of an open socket another owner, group or mode, if they differ. Throws like `openSocketFile`. */
export function changePermissions(config: SocketFileConfig, before: SocketFileConfig): void {
  const { mode, owner, group } = config;
  const isSame = mode === before.mode && owner === before.owner && group === before.group;
  if (!isSame) applyPermissions(config);
}

function applyPermissions({ path, mode, owner, group }: SocketFileConfig): void {
  const uid = accountId('user', owner, path);
  const gid = accountId('group', group, path);
  try {
    if (uid >= 0 || gid >= 0) chownSync(path, uid, gid);
    chmodSync(path, mode);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new SocketError(
      `Cannot set owner, group or mode of ${path}`,
      code,
      'run as root, or leave owner and group out',
    );
  }
}

/** Removes the file of a socket, unless it is another one's by now. Throws an error of the system if that is refused. */
export function removeSocketFile({ path, identity }: OpenSocketFile): void {
  if (identity === undefined) return;
  const now = lstatSync(path, { throwIfNoEntry: false });
  if (now?.ino === identity.ino && now.dev === identity.dev) unlinkSync(path);
}

function bindReplacing(calls: SystemCalls, fd: number, path: string, type: number): void {
  const address = encodeUnixAddress(path);
  if (calls.bind(fd, address, address.length) === 0) return;
  const code = errorName(calls.errno());
  if (code !== 'EADDRINUSE') throw refused(path, code);
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() !== true) {
    throw new SocketError(`Cannot bind ${path}`, 'EEXIST', ownerHint(path, 'it is not a socket'));
  }
  if (!isStale(calls, address, type)) {
    throw new SocketError(
      `Cannot bind ${path}`,
      code,
      ownerHint(path, 'another program reads it: stop it'),
    );
  }
  try {
    unlinkSync(path);
  } catch (error) {
    throw new SocketError(
      `Cannot replace ${path}, whose program has ended`,
      (error as NodeJS.ErrnoException).code ?? errorTextOf(error),
      'remove it',
    );
  }
  if (calls.bind(fd, address, address.length) !== 0) throw refused(path, errorName(calls.errno()));
}

/** Nobody reads a socket whose file refuses connections. */
function isStale(calls: SystemCalls, address: Buffer, type: number): boolean {
  const probe = calls.socket(AF_UNIX, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const isRefused = calls.connect(probe, address, address.length) !== 0;
  const code = isRefused ? errorName(calls.errno()) : undefined;
  calls.close(probe);
  return code === 'ECONNREFUSED';
}

/** On machines with systemd, /dev/log is journald's. */
function ownerHint(path: string, otherwise: string): string {
  if (path !== '/dev/log') return `${otherwise}, or choose another path`;
  return 'where journald reads it, set ForwardToSyslog=yes in journald.conf and use the path /run/systemd/journal/syslog; otherwise stop the other syslog daemon';
}

function refused(path: string, code: string): SocketError {
  const fix =
    code === 'ENOENT' ? 'create its directory' : 'choose a directory that the relay may write to';
  return new SocketError(`Cannot bind ${path}`, code, fix);
}

function accountId(kind: AccountKind, name: string | undefined, path: string): number {
  if (name === undefined) return -1;
  const id = findAccount(kind, name);
  if (id !== undefined) return id;
  throw new SourceError(
    `Cannot give ${path} to ${kind} ${name}: ${ACCOUNT_FILES[kind]} has no such ${kind}; use a known name or a number`,
  );
}
