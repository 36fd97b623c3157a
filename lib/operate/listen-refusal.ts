import { SystemRefusal } from '../system/system-refusal.ts';

const FIXES: Readonly<Record<string, string>> = {
  EACCES: 'choose a port above 1023 or grant CAP_NET_BIND_SERVICE',
  EADDRINUSE: 'another program listens there: stop it, or choose another address',
  EADDRNOTAVAIL: 'choose an address of this machine',
};

/** The refusal of a listening socket as a SystemRefusal; `error` itself if it is none. `what`: the failed operation and its target. */
export function listenRefusalOf(what: string, error: Error): Error {
  const code = 'code' in error ? String(error.code) : undefined;
  if (code === undefined || !('syscall' in error)) return error;
  return SystemRefusal.of(what, code, FIXES[code]);
}
