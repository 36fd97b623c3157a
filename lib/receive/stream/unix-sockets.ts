import type { UnixStreamSourceConfig } from '../../config/source-config.ts';
import { errorName } from '../../system/error-name.ts';
import { SOCK_STREAM } from '../../system/linux.ts';
import { SocketError } from '../socket-error.ts';
import { changePermissions, openSocketFile, removeSocketFile } from '../socket-file.ts';
import type { SocketKind } from '../socket-receiver.ts';
import { CONNECTION_BACKLOG, type SocketsContext } from './tcp-sockets.ts';

/** Listening Unix sockets. */
export function unixStreamSockets({
  calls,
  activated,
}: SocketsContext): SocketKind<UnixStreamSourceConfig> {
  const inherited = new Set<string>();
  return {
    thread: 'event-loop',
    keyOf: ({ path }) => path,
    open(source) {
      const endpoint = `unix-stream ${source.path}`;
      const socket = activated.take(source);
      if (socket !== undefined) {
        inherited.add(source.path);
        return { fd: socket.fd, port: 0, endpoint, close: () => undefined };
      }
      if (calls === undefined) throw SocketError.withoutCalls(source.path);
      const file = openSocketFile(calls, source, { type: SOCK_STREAM, options: [] });
      const close = (): void => {
        removeSocketFile(file);
        calls.close(file.fd);
      };
      if (calls.listen(file.fd, CONNECTION_BACKLOG) !== 0) {
        const code = errorName(calls.errno());
        close();
        throw new SocketError(`Cannot listen on ${source.path}`, code, 'see unix(7)');
      }
      return { fd: file.fd, port: 0, endpoint, close };
    },
    adopt: (source, before) => {
      if (!inherited.has(source.path)) changePermissions(source, before);
    },
  };
}
