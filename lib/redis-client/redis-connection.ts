import { Command, Redis, type RedisOptions } from 'ioredis';
import type { ConnectionOptions } from 'node:tls';
import type { ClientTlsConfig } from '../config/client-tls-config.ts';
import type { RedisServerConfig } from '../config/redis-server-config.ts';
import { readTlsOptions } from '../config/client-tls-options.ts';
import { errorText } from '../system/error-text.ts';

/** The connection cannot be opened, or ended while a command was in flight. The message says why. */
export class ConnectionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConnectionError';
  }
}

/** `replyMapping` decides the type of a client. */
type ClientOptions = Omit<RedisOptions, 'replyMapping'>;

/**
 * Commands in flight settle when the connection breaks only with these values; reconnecting is the outbox's task. The handshake sends
 * nothing, so that each reply of a login is seen, and a user needs no further permissions.
 */
const CLIENT_OPTIONS: ClientOptions = {
  lazyConnect: true,
  retryStrategy: () => null,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  enableReadyCheck: false,
  disableClientInfo: true,
  protocol: 2,
};

/** One connection to a Redis server, for one user and database. It never reconnects. */
export class RedisConnection {
  readonly #client: Redis;
  readonly #timeoutMs: number;
  #problem = 'connection closed';
  #isClosed = false;

  private constructor(client: Redis, timeoutMs: number) {
    this.#client = client;
    this.#timeoutMs = timeoutMs;
    client.on('error', (error: Error) => {
      this.#problem = problemOf(error);
    });
    client.on('end', () => {
      this.#isClosed = true;
    });
  }

  /**
   * Connects and logs in. Rejects with a ConnectionError, or with an error whose message is the error reply. `timeoutMs`: for connecting and
   * for each command.
   */
  static async open(server: RedisServerConfig, timeoutMs: number): Promise<RedisConnection> {
    const { username, password, database } = server;
    const options = { ...CLIENT_OPTIONS, ...placeOf(server), connectTimeout: timeoutMs };
    const connection = new RedisConnection(new Redis(options), timeoutMs);
    try {
      await connection.#connect();
      const user = username === undefined ? [] : [username];
      if (password !== undefined) await connection.call('auth', [...user, password]);
      if (database !== 0) await connection.call('select', [database]);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Sends a command. Rejects with a ConnectionError, or with an error whose message is the error reply. */
  async send(command: Command): Promise<unknown> {
    const timer = setTimeout(() => this.#timeOut(), this.#timeoutMs);
    try {
      return await this.#client.sendCommand(command);
    } catch (error) {
      throw isReply(error) ? error : new ConnectionError(this.#problem);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Sends a command with text arguments; as `send`. */
  call(name: string, parameters: readonly (string | number)[]): Promise<unknown> {
    return this.send(new Command(name, [...parameters], { replyEncoding: 'utf8' }));
  }

  /** The same; texts in the reply are Buffers. */
  callForBytes(name: string, parameters: readonly (string | number)[]): Promise<unknown> {
    return this.send(new Command(name, [...parameters], { replyEncoding: null }));
  }

  /** Ends the connection at once; all commands in flight reject. Idempotent. */
  close(): void {
    this.#isClosed = true;
    this.#client.disconnect();
    // `disconnect` waits for the peer.
    this.#client.stream?.destroy();
  }

  async #connect(): Promise<void> {
    try {
      await this.#client.connect();
    } catch (error) {
      // What ioredis rejects with says why only where sentinels are concerned.
      const isSentinels = error instanceof Error && error.message.includes('entinel');
      throw new ConnectionError(isSentinels ? error.message : this.#problem);
    }
  }

  #timeOut(): void {
    this.#problem = `no reply within ${this.#timeoutMs} ms`;
    this.close();
  }
}

function isReply(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError';
}

/** The meaning of a code such as ECONNREFUSED where there is one: messages of Node differ between attempts. */
function problemOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? errorText(error.code) : error.message;
}

/** Where to connect to: the server itself, or the master that sentinels name at that moment. */
function placeOf({ host, port, sentinels, tls }: RedisServerConfig): ClientOptions {
  const secured = tls === undefined ? undefined : readTls(tls);
  if (sentinels === undefined) return { host, port, ...(secured && { tls: secured }) };
  return {
    sentinels: sentinels.addresses.map((address) => ({ ...address })),
    name: sentinels.name,
    sentinelRetryStrategy: () => null,
    ...(secured && { tls: secured, sentinelTLS: secured, enableTLSForSentinelMode: true }),
  };
}

function readTls(config: ClientTlsConfig): ConnectionOptions {
  try {
    return readTlsOptions(config);
  } catch (error) {
    throw new ConnectionError(error instanceof Error ? error.message : String(error));
  }
}
