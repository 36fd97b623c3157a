import type { RedisDestinationConfig } from '../../config/destination-config.ts';
import type { RedisAddress } from '../../config/redis-server-config.ts';
import { plural } from '../../config/plural.ts';
import type { Log } from '../../log/log.ts';
import { ClusterNodes } from '../../redis-client/cluster-nodes.ts';
import { slotOf } from '../../redis-client/key-slot.ts';
import { parseRedirection } from '../../redis-client/redirection.ts';
import { ConnectionError, type RedisConnection } from '../../redis-client/redis-connection.ts';
import type { DestinationCounts } from '../destination-counts.ts';
import type { Carrier, Retry, SendResult } from '../outbox/carrier.ts';
import type { Parcel } from '../parcel.ts';
import { BatchWriter, type RedisCarrierContext } from './batch-writer.ts';
import { renumbered, shipmentOf, type Portion, type Shipment } from './shipment.ts';
import { StreamLanes } from './stream-lanes.ts';

/** Redirections followed for one attempt: more of them mean that the nodes do not agree. */
const MAX_REDIRECTIONS = 5;

/**
 * Appends parcels to the streams of a Redis Cluster. The script of a batch works in one slot, so each stream of a parcel has its own call, over the
 * connection to the owner of its slot, and its own state. A parcel is delivered when all its streams are; those that are do not get it again.
 */
export class ClusterCarrier implements Carrier {
  readonly window = 4;
  readonly backOff = { minMs: 50, maxMs: 5000 };
  readonly countsLanes = true;
  readonly form: string;
  readonly #name: string;
  readonly #log: Log;
  readonly #counts: DestinationCounts;
  readonly #writer: BatchWriter;
  readonly #nodes: ClusterNodes;
  readonly #lanes = new StreamLanes();
  /** By the memory of a parcel, which stays the same in all attempts. */
  readonly #shipments = new Map<Uint8Array, Shipment>();
  /** The highest `next` that was sent, by lane. */
  #sent = { lane: '', next: 0 };

  constructor(config: RedisDestinationConfig, context: RedisCarrierContext) {
    this.#name = config.name;
    this.#log = context.log;
    this.#counts = context.counts;
    this.#writer = new BatchWriter(config, context);
    this.form = this.#writer.form;
    this.#nodes = new ClusterNodes(config.server, this.#writer.timeoutMs);
  }

  accepts(form: string): boolean {
    return this.#writer.accepts(form);
  }

  async send(parcel: Parcel): Promise<SendResult> {
    const shipment = this.#shipmentOf(parcel);
    const { lane, next } = parcel;
    this.#sent = { lane, next: this.#sent.lane === lane ? Math.max(this.#sent.next, next) : next };
    const open = shipment.portions.filter(({ isDone }) => !isDone);
    const results = await Promise.all(open.map((portion) => this.#deliver(portion, shipment)));
    const retries = results.filter((result): result is Retry => result?.kind === 'retry');
    const retry =
      retries.find(({ level }) => level === 'error') ??
      retries.find(({ problem }) => problem !== '') ??
      retries[0];
    if (retry !== undefined) return retry;
    const foreign = results.find((result) => result !== undefined);
    if (foreign !== undefined) return foreign;
    this.#shipments.delete(parcel.bytes);
    const { refused } = shipment;
    return refused === 0
      ? { kind: 'delivered' }
      : { kind: 'delivered', refused: { events: refused } };
  }

  close(): Promise<void> {
    this.#shipments.clear();
    return this.#nodes.close();
  }

  #shipmentOf(parcel: Parcel): Shipment {
    const known = this.#shipments.get(parcel.bytes);
    if (known?.lane === parcel.lane) return known;
    const shipment =
      known === undefined
        ? shipmentOf(parcel, this.#writer.book, this.#lanes)
        : renumbered(known, parcel, this.#lanes);
    this.#shipments.set(parcel.bytes, shipment);
    return shipment;
  }

  /** Delivers the events for one stream; undefined when it has them. */
  async #deliver(portion: Portion, shipment: Shipment): Promise<SendResult | undefined> {
    for (;;) {
      const result = await this.#write(portion);
      const { lane, parcel } = portion;
      if (result.kind === 'retry') return result;
      if (result.kind === 'delivered') {
        shipment.refused += result.refused?.events ?? 0;
        portion.isDone = true;
        const problem = result.refused?.problem;
        if (problem === undefined) lane.confirm(parcel.next, parcel.events);
        else this.#noteRefusal(portion, problem);
        return undefined;
      }
      if (result.kind === 'repeated') {
        portion.isDone = parcel.isRestored === true || result.current <= this.#sent.next;
        if (!portion.isDone) return result;
        lane.confirm(parcel.next, parcel.events);
        return undefined;
      }
      const verdict = this.#resolve(portion, result.current);
      if (verdict !== undefined) return verdict;
    }
  }

  /** Decides what a gap of one stream means; undefined: send again, the portion continues from the server's count. */
  #resolve(portion: Portion, current: number): SendResult | undefined {
    const { lane, parcel, stream } = portion;
    if (parcel.prev !== lane.confirmed) {
      // What the stream gets before has failed, and is sent again first.
      return { kind: 'retry', problem: '' };
    }
    if (lane.isKnown && current > parcel.prev && parcel.isRestored !== true) {
      return { kind: 'repeated', current: Number.MAX_SAFE_INTEGER };
    }
    const lost = lane.continueFrom(current);
    portion.parcel = { ...parcel, prev: current };
    if (lost === 0) return undefined;
    this.#counts.note('lost_by_server', lost);
    this.#log.error(
      `destination ${this.#name}: the server lost up to ${plural(lost, 'event')} of stream ${stream.key} that it had confirmed, or only the count (failover, FLUSHALL, eviction); delivery continues, check its persistence, replicas and maxmemory-policy`,
    );
    return undefined;
  }

  /** An error reply to the whole call: the server may not have counted it. */
  #noteRefusal({ lane, stream, parcel }: Portion, problem: string): void {
    lane.skip(parcel.next);
    this.#log.error(
      `destination ${this.#name}: ${problem}; events for stream ${stream.key} are counted as refused`,
    );
  }

  /** Sends a portion to the owner of its slot, and to where that says it went. */
  async #write({ stream, parcel }: Portion): Promise<SendResult> {
    const { problems } = this.#writer;
    let connection: RedisConnection | undefined;
    try {
      let address = await this.#nodes.ownerOf(slotOf(stream.key));
      let isAsking = false;
      for (let hops = 0; ; hops++) {
        connection = await this.#nodes.connectionTo(address);
        try {
          return await this.#writer.write(connection, parcel, isAsking);
        } catch (error) {
          const redirection = this.#redirectionOf(error, address);
          if (redirection === undefined) throw error;
          if (hops === MAX_REDIRECTIONS) throw new ConnectionError('the nodes do not agree');
          isAsking = redirection.kind === 'ask';
          address = redirection.to;
        }
      }
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // The slot may have another owner by now.
      this.#nodes.outdated();
      return problems.resultOf(error, parcel, connection === undefined);
    }
  }

  #redirectionOf(error: unknown, from: RedisAddress): ReturnType<typeof parseRedirection> {
    if (!(error instanceof Error)) return undefined;
    const redirection = parseRedirection(error.message, from);
    if (redirection?.kind === 'moved') this.#nodes.moved(redirection.slot, redirection.to);
    return redirection;
  }
}
