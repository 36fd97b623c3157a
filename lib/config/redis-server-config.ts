import { Fault } from './fault.ts';
import type { ClientTlsConfig } from './client-tls-config.ts';

/** One Redis server and how to log in to it. Plain data. */
export interface RedisServerConfig {
  /** A name or an address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** The default user when undefined. */
  readonly username: string | undefined;
  /** Secret. */
  readonly password: string | undefined;
  readonly database: number;
  /** Before the name of every key. */
  readonly keyPrefix: string;
  /** Undefined: without TLS. */
  readonly tls: ClientTlsConfig | undefined;
}

/** The parts of a `redis://` address. */
export interface RedisUrl {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly database: number | undefined;
}

const DEFAULT_PORT = 6379;
/** Hint for a value that is not such an address. */
export const REDIS_URL_FORM = 'write redis://HOST:PORT or rediss://HOST:PORT';

/** Reads `redis[s]://[[user]:password@]host[:port][/database]`. No fault contains the password. */
export function parseRedisUrl(text: string): RedisUrl | Fault {
  const scheme = /^(rediss?):\/\//.exec(text)?.[1];
  if (scheme === undefined)
    return new Fault('the address does not begin with redis://', REDIS_URL_FORM);
  // A scheme that URL knows, so that hosts are checked.
  const address = text.replace(/^rediss?/, 'http');
  if (!URL.canParse(address)) {
    return new Fault('the address has no valid host and port', REDIS_URL_FORM);
  }
  const url = new URL(address);
  if (url.search !== '' || url.hash !== '')
    return new Fault('the address has parameters', REDIS_URL_FORM);
  const database = /^\/?(\d{0,4})$/.exec(url.pathname)?.[1];
  if (database === undefined)
    return new Fault('the path is not the number of a database', REDIS_URL_FORM);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    // The default port of http is left out by URL.
    port: url.port === '' ? (/:80(?:\/|$)/.test(text) ? 80 : DEFAULT_PORT) : Number(url.port),
    isTls: scheme === 'rediss',
    username: decoded(url.username),
    password: decoded(url.password),
    database: database === '' ? undefined : Number(database),
  };
}

/** The address of a server without secrets, for logs and for `check --print`. */
export function printRedisUrl({ host, port, tls }: RedisServerConfig): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return `${tls === undefined ? 'redis' : 'rediss'}://${name}:${port}`;
}

/** Text whose escapes are wrong is taken as it is; nothing is undefined. */
function decoded(text: string): string | undefined {
  if (text === '') return undefined;
  return /%(?![0-9a-f]{2})/i.test(text) ? text : Buffer.from(unescapeBytes(text)).toString();
}

function unescapeBytes(text: string): Uint8Array {
  const latin1 = text.replace(/%([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return Buffer.from(latin1, 'latin1');
}
