/** Errors an operator meets, by name: Node and libc word them differently from version to version. */
const MEANINGS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EADDRINUSE: 'address already in use',
  EADDRNOTAVAIL: 'no such address on this machine',
  EAFNOSUPPORT: 'address family not supported',
  EAGAIN: 'not ready',
  EAI_AGAIN: 'name server does not answer',
  ECONNABORTED: 'connection aborted',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by the other side',
  EDQUOT: 'disk quota exceeded',
  EEXIST: 'it exists already',
  EFBIG: 'file too large',
  EHOSTUNREACH: 'no route to the host',
  EINVAL: 'not valid here',
  EIO: 'input/output error',
  EISDIR: 'it is a directory',
  ELOOP: 'symbolic link in the way',
  EMFILE: 'too many open files in this process',
  EMSGSIZE: 'message too long',
  ENAMETOOLONG: 'name too long',
  ENETUNREACH: 'network unreachable',
  ENFILE: 'too many open files on this machine',
  ENOBUFS: 'no buffer space',
  ENODEV: 'no such device',
  ENOENT: 'no such file or directory',
  ENOMEM: 'out of memory',
  ENOSPC: 'no space left',
  ENOTDIR: 'a part of the path is not a directory',
  ENOTFOUND: 'unknown host name',
  ENXIO: 'nothing reads it',
  EPERM: 'not permitted',
  EPIPE: 'nobody reads it any more',
  EROFS: 'read-only file system',
  ESTALE: 'stale file handle',
  ETIMEDOUT: 'timed out',
  ETXTBSY: 'the file is being executed',
};

/** `EACCES (permission denied)`: the name of a system error with its meaning, or the name alone. */
export function errorText(code: string): string {
  const meaning = Object.hasOwn(MEANINGS, code) ? MEANINGS[code] : undefined;
  return meaning === undefined ? code : `${code} (${meaning})`;
}

/** The same for anything that was thrown; its message when it has no code. */
export function errorTextOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? errorText(String(error.code)) : error.message;
}
