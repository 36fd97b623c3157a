import { Fault } from './fault.ts';
import type { ClientTlsConfig } from './client-tls-config.ts';

/** Address of a Redis server or a sentinel. */
export interface RedisAddress {
  /** A name or an address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

/** One Redis server, or the servers of a cluster or behind sentinels, and how to log in to each. Plain data. */
export interface RedisServerConfig extends RedisAddress {
  /** Some nodes of a Redis Cluster; then host and port are those of the first. */
  readonly cluster: readonly RedisAddress[] | undefined;
  /** Who knows the present master, by its name there; then host and port are those of the first sentinel. */
  readonly sentinels:
    { readonly addresses: readonly RedisAddress[]; readonly name: string } | undefined;
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

/** Hint for a value that is not a host and port. */
export const REDIS_ADDRESS_FORM = 'write host:port, such as 192.0.2.1:6379';

/** Reads `host`, `host:port` or `[address]:port`. */
export function parseRedisAddress(text: string): RedisAddress | Fault {
  const url = /[/@?#]/.test(text)
    ? new Fault(`"${text}" is no host and port`, REDIS_ADDRESS_FORM)
    : parseRedisUrl(`redis://${text}`);
  if (url instanceof Fault || url.host === '') {
    return new Fault(`"${text}" is no host and port`, REDIS_ADDRESS_FORM);
  }
  return { host: url.host, port: url.port };
}

export function printRedisAddress({ host, port }: RedisAddress): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** The address of one server without secrets, for logs and for `check --print`. */
export function printRedisUrl(server: RedisServerConfig): string {
  return `${server.tls === undefined ? 'redis' : 'rediss'}://${printRedisAddress(server)}`;
}

/** Address of Redis for messages, without secrets, such as `redis://h:6379` or `cluster redis://h:6379`. */
export function describeRedisServer(server: RedisServerConfig): string {
  const { cluster, sentinels } = server;
  if (cluster !== undefined) return `cluster ${printRedisUrl(server)}`;
  if (sentinels === undefined) return printRedisUrl(server);
  return `master ${sentinels.name} of sentinel ${printRedisAddress(server)}`;
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
