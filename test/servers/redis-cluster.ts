import { Redis } from 'ioredis';
import { freeTcpPort } from './free-port.ts';
import { RedisServer, type RedisSettings } from './redis-server.ts';

const SLOTS = 16_384;
const WAIT_MS = 30_000;

interface Node {
  readonly server: RedisServer;
  readonly client: Redis;
  id: string;
}

/** A Redis Cluster of real servers on free ports of 127.0.0.1: masters with equal shares of the slots, and replicas of the first ones. */
export class RedisCluster {
  readonly #nodes: readonly Node[];
  readonly #masters: number;

  private constructor(nodes: readonly Node[], masters: number) {
    this.#nodes = nodes;
    this.#masters = masters;
  }

  /** Resolves when all slots are served and all replicas are in step. */
  static async start(
    masters = 3,
    replicas = 0,
    settings: RedisSettings = {},
  ): Promise<RedisCluster> {
    const nodes = await Promise.all(
      Array.from({ length: masters + replicas }, async (): Promise<Node> => {
        const server = await RedisServer.start({
          'cluster-enabled': 'yes',
          'cluster-port': await freeTcpPort(),
          'cluster-node-timeout': 1000,
          'cluster-config-file': 'nodes.conf',
          'repl-diskless-sync-delay': 0,
          ...settings,
        });
        const client = clientOf(server);
        return { server, client, id: String(await client.call('CLUSTER', 'MYID')) };
      }),
    );
    const cluster = new RedisCluster(nodes, masters);
    await cluster.#join();
    return cluster;
  }

  /** `HOST:PORT` of each master. */
  get addresses(): string[] {
    return this.#nodes.slice(0, this.#masters).map(({ server }) => `127.0.0.1:${server.port}`);
  }

  /** A connection of a test to one node. */
  client(index: number): Redis {
    return (this.#nodes[index] as Node).client;
  }

  server(index: number): RedisServer {
    return (this.#nodes[index] as Node).server;
  }

  /** The index of the node that serves a slot. */
  async ownerOf(slot: number, asked = 0): Promise<number> {
    const ranges = (await this.client(asked).call('CLUSTER', 'SLOTS')) as [
      number,
      number,
      [string, number],
    ][];
    const port = ranges.find(([first, last]) => first <= slot && slot <= last)?.[2][1];
    return this.#nodes.findIndex(({ server }) => server.port === port);
  }

  /** Begins to move a slot: from now on its keys can be at either node. */
  async beginMove(slot: number, from: number, to: number): Promise<void> {
    const [source, target] = [this.#nodes[from] as Node, this.#nodes[to] as Node];
    await target.client.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', source.id);
    await source.client.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', target.id);
  }

  /** Moves one key of the slot; false if there is none left. */
  async moveKey(slot: number, from: number, to: number): Promise<boolean> {
    const { client } = this.#nodes[from] as Node;
    const [key] = (await client.call('CLUSTER', 'GETKEYSINSLOT', slot, 1)) as string[];
    if (key === undefined) return false;
    await client.call('MIGRATE', '127.0.0.1', this.server(to).port, key, 0, 5000);
    return true;
  }

  async endMove(slot: number, to: number): Promise<void> {
    const { id } = this.#nodes[to] as Node;
    for (const index of [to, ...this.#indexes().filter((each) => each !== to)]) {
      if (index >= this.#masters) continue;
      await this.client(index).call('CLUSTER', 'SETSLOT', slot, 'NODE', id);
    }
  }

  async stop(): Promise<void> {
    for (const { client } of this.#nodes) client.disconnect();
    await Promise.all(this.#nodes.map(({ server }) => server.stop()));
  }

  async #join(): Promise<void> {
    const [first] = this.#nodes as [Node];
    for (const { client, server } of this.#nodes.slice(1)) {
      const bus = String(await configOf(client, 'cluster-port'));
      await first.client.call('CLUSTER', 'MEET', '127.0.0.1', server.port, bus);
    }
    for (let master = 0; master < this.#masters; master++) {
      const from = Math.ceil((SLOTS * master) / this.#masters);
      const to = Math.ceil((SLOTS * (master + 1)) / this.#masters) - 1;
      await this.client(master).call('CLUSTER', 'ADDSLOTSRANGE', from, to);
    }
    await this.isServed();
    for (const index of this.#indexes().slice(this.#masters)) {
      const master = this.#nodes[index - this.#masters] as Node;
      await this.client(index).call('CLUSTER', 'REPLICATE', master.id);
      await this.until(async () =>
        (await this.client(index).info('replication')).includes('master_link_status:up'),
      );
    }
  }

  /** Resolves when all nodes say that all slots are served. */
  async isServed(): Promise<void> {
    await this.until(async () => {
      const states = await Promise.all(this.#indexes().map((each) => this.#info(each)));
      return states.every(
        (info) =>
          info.includes('cluster_state:ok') &&
          info.includes(`cluster_known_nodes:${this.#nodes.length}\r`),
      );
    });
  }

  /** Resolves when `isTrue`. */
  async until(isTrue: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + WAIT_MS;
    while (!(await isTrue())) {
      if (Date.now() > deadline) throw new Error('the cluster does not get there');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async #info(index: number): Promise<string> {
    return String(await this.client(index).call('CLUSTER', 'INFO'));
  }

  #indexes(): number[] {
    return [...this.#nodes.keys()];
  }
}

function clientOf(server: RedisServer): Redis {
  const client = new Redis({
    port: server.port,
    host: '127.0.0.1',
    retryStrategy: () => 50,
    maxRetriesPerRequest: null,
  });
  client.on('error', () => undefined);
  return client;
}

async function configOf(client: Redis, key: string): Promise<unknown> {
  const [, value] = await client.config('GET', key);
  return value;
}
