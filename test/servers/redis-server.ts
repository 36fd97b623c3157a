import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { Child } from './child.ts';
import { environmentOf, findProgram } from './ensure-programs.ts';
import { freeTcpPort } from './free-port.ts';

/** Settings of redis.conf; `DIR` in a value is the server's own directory. */
export type RedisSettings = Readonly<Record<string, string | number>>;

/** The real redis-server on a free port of 127.0.0.1, by default without persistence. It can be killed and started again. */
export class RedisServer {
  readonly port: number;
  readonly directory: string;
  readonly #settings: RedisSettings;
  readonly #program: string;
  #child: Child | undefined;

  private constructor(port: number, settings: RedisSettings, program: string) {
    this.port = port;
    this.directory = mkdtempSync(join(tmpdir(), 'redis-'));
    this.#settings = settings;
    this.#program = findProgram(program) ?? program;
  }

  /** Resolves when it accepts connections. `program`: redis-server, or one with the same options. */
  static async start(
    settings: RedisSettings = {},
    program = process.env['REDIS_SERVER'] ?? 'redis-server',
  ): Promise<RedisServer> {
    const server = new RedisServer(await freeTcpPort(), settings, program);
    await server.start();
    return server;
  }

  /** Starts it again, with what it wrote to its directory. */
  async start(): Promise<void> {
    const usual = { port: this.port, bind: '127.0.0.1', save: '', appendonly: 'no', dir: 'DIR' };
    const parameters = Object.entries({ ...usual, ...this.#settings }).flatMap(([key, value]) => [
      `--${key}`,
      ...String(value).replaceAll('DIR', this.directory).split(' '),
    ]);
    const env = environmentOf(this.#program);
    this.#child = new Child(this.#program, parameters, { env });
    await this.#child.printed(/Ready to accept connections/);
  }

  /** Listens with TLS, too, with the certificate of the settings; resolves with the port. */
  async listenWithTls(): Promise<number> {
    const port = await freeTcpPort();
    const redis = new Redis(this.port, '127.0.0.1');
    await redis.config('SET', 'tls-port', port);
    redis.disconnect();
    return port;
  }

  get pid(): number {
    const pid = this.#child?.process.pid;
    if (pid === undefined) throw new Error('redis-server does not run');
    return pid;
  }

  /** Ends the process at once, as a crash would. */
  async kill(): Promise<void> {
    await this.#child?.stop('SIGKILL');
    this.#child = undefined;
  }

  /** Ends it in order, with all it has on disk; `start` loads that. */
  async leave(): Promise<void> {
    const redis = new Redis(this.port, '127.0.0.1', { retryStrategy: () => null });
    redis.on('error', () => undefined);
    // Its connection ends without a reply.
    await redis.shutdown('SAVE').catch(() => undefined);
    await this.#child?.exited;
    this.#child = undefined;
  }

  /** Ends it and removes its directory. */
  async stop(): Promise<void> {
    await this.#child?.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
