import { expect } from 'chai';
import { once } from 'node:events';
import type { Batch, Outcome, SealedBatch } from '../../lib/deliver/batch.ts';
import { BufferPool } from '../../lib/deliver/buffer-pool.ts';
import { DestinationCounts } from '../../lib/deliver/destination-counts.ts';
import type { Destination } from '../../lib/deliver/destination.ts';
import type { Encoder, EncoderContext } from '../../lib/deliver/encoder.ts';
import { eventOf, hostName } from './encoder-stand.ts';

const HOSTS = { a: hostName('a', 0), b: hostName('b', 1) } as const;

/** Feeds one destination and keeps accounts: routed = delivered + dropped + queued, each batch settled once, its memory released once. */
export class Feed {
  readonly #destination: Destination;
  readonly #counts: DestinationCounts;
  readonly #encoder: Encoder;
  readonly #sealed: SealedBatch[] = [];
  readonly #offered: { readonly events: number; settled: number; released: number }[] = [];
  routed = 0;
  refused = 0;
  delivered = 0;
  /** Settled as spooled. */
  spooled = 0;
  readonly dropped: Record<string, number> = {};
  readonly #whenSettled = new EventTarget();

  /** `counts`: those that a relay keeps, too. */
  constructor(
    destination: Destination,
    createEncoder: (context: EncoderContext) => Encoder,
    counts = new DestinationCounts(),
  ) {
    this.#destination = destination;
    this.#counts = counts;
    this.#encoder = createEncoder({
      origin: { destination: 0, generation: 1, shard: 0 },
      pool: new BufferPool(),
      handOver: (batch) => this.#sealed.push(batch),
    });
  }

  /** Offers one event as a batch of its own; returns whether it was accepted. */
  offer(host: keyof typeof HOSTS, text: string): boolean {
    this.#encoder.encode(eventOf(text, HOSTS[host]));
    this.#encoder.flush();
    const areAccepted = this.#sealed.splice(0).map((sealed) => this.#offer(sealed));
    return areAccepted.every(Boolean);
  }

  /** Offers until the queue is full; returns how many batches it accepted. */
  fill(host: keyof typeof HOSTS, text: string): number {
    let accepted = 0;
    while (this.offer(host, text)) accepted++;
    return accepted;
  }

  /** Events of batches that are not settled. */
  get queued(): number {
    const waiting = this.#offered.filter(({ settled }) => settled === 0);
    return waiting.reduce((sum, { events }) => sum + events, 0);
  }

  /** Batches whose memory is still in use. */
  get unreleased(): number {
    return this.#offered.filter(({ released }) => released === 0).length;
  }

  expectBalance(): void {
    const dropped = Object.values(this.dropped).reduce((sum, count) => sum + count, 0);
    const known = this.delivered + dropped + this.refused + this.spooled;
    expect(known + this.queued).to.equal(this.routed);
    const repeated = this.#offered.filter(({ settled, released }) => settled > 1 || released > 1);
    expect(repeated).to.deep.equal([]);
  }

  async someSettled(): Promise<void> {
    await once(this.#whenSettled, 'settled');
  }

  #offer(sealed: SealedBatch): boolean {
    const { events } = sealed;
    const offered = { events, settled: 0, released: 0 };
    this.#offered.push(offered);
    this.routed += events;
    this.#counts.handedOver += events;
    const isAccepted = this.#destination.accept(this.#batch(sealed, offered));
    expect(offered).to.deep.equal({ events, settled: 0, released: 0 });
    if (!isAccepted) {
      this.refused += events;
      this.#counts.drop('queue-full', events);
      offered.settled++;
      offered.released++;
    }
    this.expectBalance();
    return isAccepted;
  }

  #batch(sealed: SealedBatch, offered: { settled: number; released: number }): Batch {
    const { events, bytes } = sealed;
    const released = (): void => {
      offered.released++;
      // Released memory is used for other events at once.
      bytes.fill(0x23);
    };
    const settled = ({ delivered, dropped, spooled = 0 }: Outcome): void => {
      offered.settled++;
      this.#counts.settle({ delivered, dropped, spooled });
      const droppedHere = Object.values(dropped).reduce((sum, count) => sum + count, 0);
      expect(delivered + droppedHere + spooled).to.equal(events);
      this.delivered += delivered;
      this.spooled += spooled;
      for (const [reason, count] of Object.entries(dropped)) {
        this.dropped[reason] = (this.dropped[reason] ?? 0) + count;
      }
      this.expectBalance();
      this.#whenSettled.dispatchEvent(new Event('settled'));
    };
    return { ...sealed, released, settled };
  }
}
