import { AF_UNIX, SOCK_CLOEXEC, SOCK_DGRAM, SOCK_NONBLOCK } from './linux.ts';
import { loadSystemCalls, type SystemCalls } from './system-calls.ts';

/**
 * Reports a state such as `READY=1` to the service manager, sd_notify(3): one datagram to the unix socket named in
 * NOTIFY_SOCKET. Does nothing when the variable is not set. Never waits. Returns false when the datagram could not be sent.
 */
export function notifySystemd(state: string, socketName = process.env['NOTIFY_SOCKET']): boolean {
  if (socketName === undefined || socketName === '') return true;
  let calls: SystemCalls;
  try {
    calls = loadSystemCalls();
  } catch {
    return false;
  }
  // The queue of the socket holds ten datagrams: a service manager that hangs must not block the main thread.
  const fd = calls.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return false;
  // A leading @ stands for the NUL byte of an abstract name, whose length is that of the address.
  const isAbstract = socketName.startsWith('@');
  const path = Buffer.from(isAbstract ? `\0${socketName.slice(1)}` : `${socketName}\0`);
  const address = Buffer.concat([Buffer.from([AF_UNIX, 0]), path]);
  const message = Buffer.from(state);
  const sent = calls.sendto(fd, message, message.length, address);
  calls.close(fd);
  return sent === message.length;
}
