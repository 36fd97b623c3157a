import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child } from './child.ts';
import { findProgram } from './ensure-programs.ts';

/** The real redis-server on a free port, without persistence. */
export class RedisServer {
  readonly port: number;
  readonly #directory: string;
  readonly #child: Child;

  private constructor(port: number, directory: string, child: Child) {
    this.port = port;
    this.#directory = directory;
    this.#child = child;
  }

  /** Resolves when it accepts connections. */
  static async start(): Promise<RedisServer> {
    const directory = mkdtempSync(join(tmpdir(), 'redis-'));
    const port = await freePort();
    const settings = { port, bind: '127.0.0.1', save: '', appendonly: 'no', dir: directory };
    const parameters = Object.entries(settings).flatMap(([key, value]) => [
      `--${key}`,
      String(value),
    ]);
    const child = new Child(findProgram('redis-server') ?? 'redis-server', parameters);
    await child.printed(/Ready to accept connections/);
    return new RedisServer(port, directory, child);
  }

  async stop(): Promise<void> {
    await this.#child.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
