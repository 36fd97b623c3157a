import type { ListenAddress } from '../config/source-config.ts';
import { isSameListenAddress } from '../config/listen-address.ts';
import { errorText } from '../system/error-text.ts';
import { formatEndpoint } from '../system/socket-address.ts';

/** The kernel refused a socket. `code` is the error's name, such as `EADDRINUSE`. */
export class SocketError extends Error {
  readonly code: string;

  constructor(what: string, code: string, hint: string) {
    super(`${what}: ${errorText(code)}; ${hint}`);
    this.name = 'SocketError';
    this.code = code;
  }

  /** The same error, with better advice when `own` sockets, which are still read, are what is in the way. */
  static explained(
    error: unknown,
    { listen, protocol = 'UDP' }: Bind,
    own: readonly { readonly listen: ListenAddress }[],
  ): unknown {
    const isTaken = error instanceof SocketError && error.code === 'EADDRINUSE';
    if (!isTaken || !own.some((each) => isSameListenAddress(each.listen, listen))) return error;
    return new SocketError(
      `Cannot bind ${protocol} socket to ${formatEndpoint(listen)}`,
      'EADDRINUSE',
      'the relay itself listens on that port by another address: restart it',
    );
  }

  /** The refusals of several sockets as one error, a line each. Its code is theirs if they agree, else `several`. */
  static ofAll(errors: readonly SocketError[]): SocketError | undefined {
    const [first] = errors;
    if (first === undefined || errors.length === 1) return first;
    const isSame = errors.every(({ code }) => code === first.code);
    const all = new SocketError('', isSame ? first.code : 'several', '');
    all.message = errors.map(({ message }) => message).join('\n');
    return all;
  }

  /** A Unix socket where system calls cannot be made. */
  static withoutCalls(path: string): SocketError {
    return new SocketError(
      `Cannot bind ${path}`,
      'ENOSYS',
      'Unix sockets need 64-bit Linux and the package koffi',
    );
  }

  static ofBind({ listen, protocol = 'UDP' }: Bind, code: string): SocketError {
    return new SocketError(
      `Cannot bind ${protocol} socket to ${formatEndpoint(listen)}`,
      code,
      hintFor(code, protocol),
    );
  }
}

/** A socket that was to be bound. */
interface Bind {
  readonly listen: ListenAddress;
  readonly protocol?: 'UDP' | 'TCP';
}

function hintFor(code: string, protocol: string): string {
  switch (code) {
    case 'EACCES':
      return 'choose a port above 1023 or grant CAP_NET_BIND_SERVICE';
    case 'EADDRINUSE':
      return 'another program listens there: stop it, or choose another port';
    case 'EADDRNOTAVAIL':
      return 'choose an address of this machine, or 0.0.0.0';
    case 'ENODEV':
      return 'name an interface of this machine after the %';
    case 'EMFILE':
      return 'raise the limit of open files';
    default:
      return `see socket(7) and ${protocol.toLowerCase()}(7)`;
  }
}
