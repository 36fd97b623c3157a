import type { RedisDestinationConfig } from '../../config/destination-config.ts';
import type { RedisServerConfig } from '../../config/redis-server-config.ts';
import { ConnectionError, RedisConnection } from '../../redis-client/redis-connection.ts';
import type { Carrier, SendResult } from '../outbox/carrier.ts';
import type { Parcel } from '../parcel.ts';
import { BatchWriter, type RedisCarrierContext } from './batch-writer.ts';

/**
 * Appends parcels to the streams of one Redis server, or of the master that sentinels name, each parcel once, by a script that compares
 * the state of the lane.
 */
export class RedisCarrier implements Carrier {
  readonly window = 4;
  readonly backOff = { minMs: 50, maxMs: 5000 };
  readonly countsLanes = true;
  readonly form: string;
  readonly #server: RedisServerConfig;
  readonly #writer: BatchWriter;
  #connecting: Promise<RedisConnection> | undefined = undefined;
  #connection: RedisConnection | undefined = undefined;
  #isClosed = false;

  constructor(config: RedisDestinationConfig, context: RedisCarrierContext) {
    this.#server = config.server;
    this.#writer = new BatchWriter(config, context);
    this.form = this.#writer.form;
  }

  accepts(form: string): boolean {
    return this.#writer.accepts(form);
  }

  async send(parcel: Parcel): Promise<SendResult> {
    let connection: RedisConnection | undefined;
    try {
      connection = await this.#connected();
      return await this.#writer.write(connection, parcel);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // The name may lead to another server by now.
      if (error.message.startsWith('READONLY')) connection?.close();
      return this.#writer.problems.resultOf(error, parcel, connection === undefined);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#connection?.close();
    const opened = await this.#connecting?.catch(() => undefined);
    opened?.close();
  }

  /** The open connection; one attempt to open it for all parcels that wait for it. */
  #connected(): Promise<RedisConnection> {
    const connection = this.#connection;
    if (connection !== undefined && !connection.isClosed) return Promise.resolve(connection);
    this.#connecting ??= this.#open().finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  async #open(): Promise<RedisConnection> {
    if (this.#isClosed) throw new ConnectionError('closed');
    this.#connection = await RedisConnection.open(this.#server, this.#writer.timeoutMs);
    return this.#connection;
  }
}
