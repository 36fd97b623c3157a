import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type {
  ListenAddress,
  TcpSourceConfig,
  TlsSourceConfig,
} from '../../config/source-config.ts';
import { errorName } from '../../system/error-name.ts';
import { SOCK_STREAM, SOL_SOCKET, SO_REUSEADDR } from '../../system/linux.ts';
import { formatEndpoint } from '../../system/socket-address.ts';
import type { SystemCalls } from '../../system/system-calls.ts';
import type { ActivatedSockets } from '../activated-sockets.ts';
import { bindSocket } from '../bind-socket.ts';
import { SocketError } from '../socket-error.ts';
import type { KeptSocket, SocketKind } from '../socket-receiver.ts';
import { readTlsFiles } from './tls-files.ts';

type Source = TcpSourceConfig | TlsSourceConfig;

/** Connections that wait to be accepted; the kernel may allow fewer (net.core.somaxconn). */
export const CONNECTION_BACKLOG = 4096;

/** What sockets are opened with. `calls` is undefined where system calls cannot be made: the thread listens itself then. */
export interface SocketsContext {
  readonly calls: SystemCalls | undefined;
  readonly activated: ActivatedSockets;
}

/** Listening TCP sockets, for sources with and without TLS. */
export function tcpSockets<S extends Source>({ calls, activated }: SocketsContext): SocketKind<S> {
  return {
    thread: 'event-loop',
    keyOf: ({ name, listen }) => `${formatEndpoint(listen)} ${listen.port === 0 ? name : ''}`,
    async open(source, own) {
      const protocol = source.type === 'tls' ? 'TLS' : 'TCP';
      const inherited = activated.take(source);
      if (inherited !== undefined) {
        const { fd, listen = source.listen } = inherited;
        return kept({ fd, ...listen }, `${protocol} ${formatEndpoint(listen)}`);
      }
      try {
        if (calls === undefined) return await tryOut(source.listen, protocol);
        return listening(calls, source.listen, protocol);
      } catch (error) {
        throw SocketError.explained(error, { listen: source.listen, protocol: 'TCP' }, own);
      }
    },
    filesOf: (source) => (source.type === 'tls' ? readTlsFiles(source) : undefined),
  };
}

function listening(calls: SystemCalls, listen: ListenAddress, protocol: string): KeptSocket {
  // Connections of the relay that ran before may not have ended in the kernel.
  const options = [[SOL_SOCKET, SO_REUSEADDR, 1]] as const;
  const socket = bindSocket(calls, listen, { type: SOCK_STREAM, options });
  if (calls.listen(socket.fd, CONNECTION_BACKLOG) !== 0) {
    const code = errorName(calls.errno());
    calls.close(socket.fd);
    throw SocketError.ofBind({ listen, protocol: 'TCP' }, code);
  }
  const close = (): void => void calls.close(socket.fd);
  return kept(socket, `${protocol} ${formatEndpoint(socket)}`, close);
}

/** Finds out whether the thread can listen there, and on which port. */
async function tryOut(listen: ListenAddress, protocol: string): Promise<KeptSocket> {
  const server = createServer();
  try {
    server.listen({ host: listen.address, port: listen.port, exclusive: true });
    await once(server, 'listening');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    if (listen.address === '::' && (code === 'EAFNOSUPPORT' || code === 'EADDRNOTAVAIL')) {
      return tryOut({ ...listen, address: '0.0.0.0' }, protocol);
    }
    throw SocketError.ofBind({ listen, protocol: 'TCP' }, code);
  }
  const { port } = server.address() as AddressInfo;
  const closed = once(server, 'close');
  server.close();
  await closed;
  return kept({ fd: -1, port }, `${protocol} ${formatEndpoint({ ...listen, port })}`);
}

function kept(
  { fd, port }: { readonly fd: number; readonly port: number },
  endpoint: string,
  close: () => void = () => undefined,
): KeptSocket {
  return { fd, port, endpoint, close };
}
