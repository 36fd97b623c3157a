import type { UnixDgramSourceConfig } from '../../config/source-config.ts';
import { SOCK_DGRAM, SOL_SOCKET, SO_PASSCRED, SO_TIMESTAMPNS } from '../../system/linux.ts';
import type { SystemCalls } from '../../system/system-calls.ts';
import type { ActivatedSockets } from '../activated-sockets.ts';
import { setIntOption } from '../bind-socket.ts';
import { SocketError } from '../socket-error.ts';
import { changePermissions, openSocketFile, removeSocketFile } from '../socket-file.ts';
import type { SocketKind } from '../socket-receiver.ts';

/** The kernel reports the sender's pid and uid, and the time of arrival. */
const OPTIONS = [
  [SOL_SOCKET, SO_PASSCRED, 1],
  [SOL_SOCKET, SO_TIMESTAMPNS, 1],
] as const;

export interface UnixDgramContext {
  /** Undefined where system calls cannot be made: there is no such source then. */
  readonly calls: SystemCalls | undefined;
  readonly activated: ActivatedSockets;
}

/** Unix sockets for datagrams, which the first shard reads with recvmmsg(2). */
export function unixDgramSockets({
  calls,
  activated,
}: UnixDgramContext): SocketKind<UnixDgramSourceConfig> {
  const inherited = new Set<string>();
  return {
    thread: 'blocking',
    isPrompt: true,
    keyOf: ({ path }) => path,
    open(source) {
      const endpoint = `unix-dgram ${source.path}`;
      if (calls === undefined) throw SocketError.withoutCalls(source.path);
      const socket = activated.take(source);
      if (socket !== undefined) {
        inherited.add(source.path);
        for (const [level, name, value] of OPTIONS) {
          setIntOption(calls, socket.fd, [level, name], value);
        }
        return { fd: socket.fd, port: 0, endpoint, close: () => undefined };
      }
      const file = openSocketFile(calls, source, { type: SOCK_DGRAM, options: OPTIONS });
      const close = (): void => {
        removeSocketFile(file);
        calls.close(file.fd);
      };
      return { fd: file.fd, port: 0, endpoint, close };
    },
    adopt: (source, before) => {
      if (!inherited.has(source.path)) changePermissions(source, before);
    },
  };
}
