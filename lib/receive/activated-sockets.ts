import { isSameListenAddress, printListenAddress } from '../config/listen-address.ts';
import { listenOf, type SourceConfig } from '../config/source-config.ts';
import type { InheritedSocket } from '../system/inherited-sockets.ts';
import { SourceError } from './source-error.ts';

/** The type of a socket that each kind of source can read. */
const READABLE: Readonly<Record<string, InheritedSocket['kind']>> = {
  udp: 'udp',
  tcp: 'tcp',
  tls: 'tcp',
  'unix-dgram': 'unix-dgram',
  'unix-stream': 'unix-stream',
};

/**
 * Sockets that the service manager opened (sd_listen_fds(3)): a source takes the one that has its name, otherwise the one that is bound to its
 * address. They are never closed: the manager's other end of them is its own.
 */
export class ActivatedSockets {
  readonly #sockets: readonly InheritedSocket[];
  readonly #used = new Set<InheritedSocket>();

  constructor(sockets: readonly InheritedSocket[] = []) {
    this.#sockets = sockets;
  }

  /** The socket of a source; undefined: it binds one itself. Throws SourceError if that of its name is of another type. */
  take(source: SourceConfig): InheritedSocket | undefined {
    const kind = READABLE[source.type];
    const named = this.#sockets.find(({ name }) => name === source.name);
    if (named !== undefined && named.kind !== kind) {
      throw new SourceError(
        `Cannot use descriptor ${named.fd} for source ${source.name}: it is a socket of type ${named.kind}, and the source is of type ${source.type}; correct FileDescriptorName= or the type`,
      );
    }
    const found = named ?? this.#sockets.find((socket) => isAt(socket, source, kind));
    if (found !== undefined) this.#used.add(found);
    return found;
  }

  /** Throws SourceError if no source took one of them. */
  assertUsed(): void {
    const left = this.#sockets.filter((socket) => !this.#used.has(socket));
    if (left.length === 0) return;
    const words = left.map(
      ({ fd, name, kind, ...socket }) =>
        `descriptor ${fd} (name ${name === '' ? 'none' : name}, ${kind} ${placeOf(socket)})`,
    );
    throw new SourceError(
      `Cannot start: no source reads ${words.join(', ')}; give a source its name or address, or remove the socket unit`,
    );
  }
}

function isAt(socket: InheritedSocket, source: SourceConfig, kind: string | undefined): boolean {
  if (socket.kind !== kind) return false;
  const listen = listenOf(source);
  if (listen === undefined) return 'path' in source && socket.path === source.path;
  return socket.listen !== undefined && isSameListenAddress(socket.listen, listen);
}

function placeOf({
  listen,
  path = 'without address',
}: Pick<InheritedSocket, 'listen' | 'path'>): string {
  return listen === undefined ? path : printListenAddress(listen);
}
