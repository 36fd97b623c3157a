import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { Child } from './child.ts';
import { environmentOf, findProgram } from './ensure-programs.ts';
import { freeTcpPort } from './free-port.ts';

const NAME = 'main';
const WAIT_MS = 30_000;

/** Three real sentinels on free ports of 127.0.0.1 that watch one master. */
export class RedisSentinels {
  readonly name = NAME;
  readonly ports: readonly number[];
  readonly #children: readonly Child[];
  readonly #directory: string;

  private constructor(ports: readonly number[], children: readonly Child[], directory: string) {
    this.ports = ports;
    this.#children = children;
    this.#directory = directory;
  }

  /** Resolves when all of them know each other and `replicas` replicas. `downAfterMs`: when they declare a master dead. */
  static async start(
    masterPort: number,
    replicas: number,
    downAfterMs = 500,
  ): Promise<RedisSentinels> {
    const directory = mkdtempSync(join(tmpdir(), 'sentinels-'));
    const program = findProgram('redis-server') ?? 'redis-server';
    const ports = [await freeTcpPort(), await freeTcpPort(), await freeTcpPort()];
    const children = ports.map((port) => {
      const file = join(directory, `${port}.conf`);
      writeFileSync(
        file,
        [
          `port ${port}`,
          'bind 127.0.0.1',
          `dir ${directory}`,
          `sentinel monitor ${NAME} 127.0.0.1 ${masterPort} 2`,
          `sentinel down-after-milliseconds ${NAME} ${downAfterMs}`,
          `sentinel failover-timeout ${NAME} 3000`,
          '',
        ].join('\n'),
      );
      return new Child(program, [file, '--sentinel'], { env: environmentOf(program) });
    });
    await Promise.all(children.map((child) => child.printed(/\+monitor master/)));
    const sentinels = new RedisSentinels(ports, children, directory);
    for (const port of ports) await sentinels.#whenKnown(port, replicas);
    return sentinels;
  }

  get addresses(): string[] {
    return this.ports.map((port) => `127.0.0.1:${port}`);
  }

  /** The port of the present master. */
  async masterPort(): Promise<number> {
    const redis = new Redis(this.ports[0] as number, '127.0.0.1');
    const reply = (await redis.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', NAME)) as string[];
    redis.disconnect();
    return Number(reply[1]);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#children.map((child) => child.stop('SIGKILL')));
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async #whenKnown(port: number, replicas: number): Promise<void> {
    const redis = new Redis(port, '127.0.0.1');
    const deadline = Date.now() + WAIT_MS;
    for (;;) {
      const row = (await redis.call('SENTINEL', 'MASTER', NAME)) as string[];
      const of = (key: string): number => Number(row[row.indexOf(key) + 1]);
      if (of('num-other-sentinels') >= 2 && of('num-slaves') >= replicas) break;
      if (Date.now() > deadline) throw new Error(`sentinel knows ${row.join(' ')}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    redis.disconnect();
  }
}
