import type { RedisAddress, RedisServerConfig } from '../../config/redis-server-config.ts';
import type { ClusterNodes } from '../../redis-client/cluster-nodes.ts';
import { slotOf } from '../../redis-client/key-slot.ts';
import { parseRedirection } from '../../redis-client/redirection.ts';
import { ConnectionError, RedisConnection } from '../../redis-client/redis-connection.ts';

/** For connecting and for each reply. */
export const TIMEOUT_MS = 10_000;

/** The node that was asked does not have the stream; the next connection goes to the one that has. */
export class Redirected extends Error {}

/** A connection of its own to the server that has a stream; in a cluster that may change. */
export class StreamConnection {
  readonly #server: RedisServerConfig;
  readonly #key: string;
  readonly #nodes: ClusterNodes | undefined;
  #connection: RedisConnection | undefined;
  /** Where the next connection goes to; undefined: to the owner of the slot. */
  #next: RedisAddress | undefined;
  #address: RedisAddress;
  /** Whether the slot is on its way to the node: each command needs ASKING before it. */
  #isAsking = false;
  #isClosed = false;

  /** `key`: the stream, with its prefix. `nodes`: of the cluster, if `server` is one; not closed here. */
  constructor(server: RedisServerConfig, key: string, nodes: ClusterNodes | undefined) {
    this.#server = server;
    this.#key = key;
    this.#address = server;
    this.#nodes = nodes;
  }

  /** Connects. Rejects with a ConnectionError, or with an error whose message is the error reply. */
  async open(): Promise<void> {
    if (this.#isClosed) throw new ConnectionError('closed');
    this.#connection?.close();
    this.#connection = undefined;
    let server = this.#server;
    if (this.#nodes !== undefined) {
      this.#address = this.#next ?? (await this.#nodes.ownerOf(slotOf(this.#key)));
      this.#isAsking &&= this.#next !== undefined;
      this.#next = undefined;
      server = this.#nodes.nodeAt(this.#address);
    }
    const opened = await RedisConnection.open(server, TIMEOUT_MS);
    if (this.#isClosed as boolean) opened.close();
    this.#connection = opened;
  }

  /** Sends a command; replies have Buffers in place of texts. Rejects like `open`, or with Redirected. */
  async call(name: string, parameters: readonly (string | number)[]): Promise<unknown> {
    const connection = this.#connection;
    if (connection === undefined) throw new ConnectionError('closed');
    try {
      const asked = this.#isAsking ? connection.call('asking', []) : undefined;
      const [reply] = await Promise.all([connection.callForBytes(name, parameters), asked]);
      return reply;
    } catch (error) {
      throw this.#redirected(error);
    }
  }

  /** Ends the connection at once. Idempotent. */
  close(): void {
    this.#isClosed = true;
    this.#connection?.close();
  }

  #redirected(error: unknown): unknown {
    if (this.#nodes === undefined || !(error instanceof Error)) return error;
    const redirection = parseRedirection(error.message, this.#address);
    if (redirection === undefined) {
      this.#nodes.outdated();
      return error;
    }
    this.#isAsking = redirection.kind === 'ask';
    this.#next = redirection.to;
    if (!this.#isAsking) this.#nodes.moved(redirection.slot, redirection.to);
    return new Redirected(error.message);
  }
}
