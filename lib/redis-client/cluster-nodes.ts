import { printRedisAddress, type RedisAddress } from '../config/redis-server-config.ts';
import type { RedisServerConfig } from '../config/redis-server-config.ts';
import { ConnectionError, RedisConnection } from './redis-connection.ts';

/** The nodes of a Redis Cluster: who owns a slot, and one connection to each node that is used. */
export class ClusterNodes {
  readonly #server: RedisServerConfig;
  readonly #timeoutMs: number;
  /** Masters by slot; undefined: not known. */
  #owners: (RedisAddress | undefined)[] = [];
  #isOutdated = true;
  #loading: Promise<void> | undefined = undefined;
  readonly #connections = new Map<string, Promise<RedisConnection>>();
  #isClosed = false;

  /** `server.cluster`: some of the nodes. `timeoutMs`: for connecting and for each reply. */
  constructor(server: RedisServerConfig, timeoutMs: number) {
    this.#server = server;
    this.#timeoutMs = timeoutMs;
  }

  /** The master of a slot. Rejects with a ConnectionError or an error reply if no node can be asked, or none owns the slot. */
  async ownerOf(slot: number): Promise<RedisAddress> {
    if (this.#isOutdated) await this.#load();
    const owner = this.#owners[slot];
    if (owner !== undefined) return owner;
    this.#isOutdated = true;
    throw new ConnectionError(`no node owns slot ${slot}`);
  }

  /** A node said that another one owns the slot; the table of slots is read again before the next use. */
  moved(slot: number, to: RedisAddress): void {
    this.#owners[slot] = to;
    this.#isOutdated = true;
  }

  /** The table of slots is read again before the next use: a node does not answer as it should. */
  outdated(): void {
    this.#isOutdated = true;
  }

  /** The connection to a node; it is opened if there is none. Rejects like `RedisConnection.open`. */
  connectionTo(address: RedisAddress): Promise<RedisConnection> {
    if (this.#isClosed) return Promise.reject(new ConnectionError('closed'));
    const name = printRedisAddress(address);
    const known = this.#connections.get(name);
    const next = (known ?? Promise.resolve(undefined))
      .catch(() => undefined)
      .then((connection) =>
        connection?.isClosed === false
          ? connection
          : RedisConnection.open(this.nodeAt(address), this.#timeoutMs),
      );
    this.#connections.set(name, next);
    return next;
  }

  /** How to reach and log in to one node. */
  nodeAt(address: RedisAddress): RedisServerConfig {
    return { ...this.#server, ...address, cluster: undefined };
  }

  /** Ends all connections. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const connections = [...this.#connections.values()];
    this.#connections.clear();
    const opened = await Promise.all(connections.map((each) => each.catch(() => undefined)));
    for (const connection of opened) connection?.close();
  }

  /** Reads the table of slots; one attempt for all that wait for it. */
  #load(): Promise<void> {
    this.#loading ??= this.#readTable().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #readTable(): Promise<void> {
    const known = new Map<string, RedisAddress>();
    for (const address of [...(this.#server.cluster ?? []), ...this.#owners]) {
      if (address !== undefined) known.set(printRedisAddress(address), address);
    }
    let failure: unknown;
    for (const address of known.values()) {
      try {
        const connection = await this.connectionTo(address);
        this.#owners = ownersOf(await connection.call('cluster', ['slots']), address);
        this.#isOutdated = false;
        return;
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }
}

type SlotRange = readonly [first: number, last: number, master: readonly [string | null, number]];

/** The masters by slot of a reply to CLUSTER SLOTS. `from`: the node that replied, whose host stands for an empty one. */
function ownersOf(reply: unknown, from: RedisAddress): (RedisAddress | undefined)[] {
  const owners: (RedisAddress | undefined)[] = [];
  for (const [first, last, [host, port]] of reply as readonly SlotRange[]) {
    const owner = { host: host === null || host === '' ? from.host : host, port };
    for (let slot = first; slot <= last; slot++) owners[slot] = owner;
  }
  return owners;
}
