import { expect } from 'chai';
import { once } from 'node:events';
import type {
  Batch,
  BatchBytes,
  Destination,
  Outcome,
  SealedBatch,
} from '../../lib/deliver/destination.ts';
import { BatchMaker } from './batch-maker.ts';

/** A destination under test, and what stands behind it. */
export interface DestinationStand {
  readonly destination: Destination;
  /** The path to send lines to for the name `a` or `b`. */
  path(name: string): string;
  /** What was written to that path; all that was written, when the destination knows no paths. */
  written(name: string): string;
  /** Moves the file of that path away, where there are files. */
  rotate?(name: string): void;
}

export type CreateStand = (options: { readonly queueBytes: number }) => Promise<DestinationStand>;

const QUEUE_BYTES = 64 * 1024;

/** Feeds one destination and keeps account: routed = delivered + dropped + queued, each batch settled once. */
class Feed {
  readonly #stand: DestinationStand;
  readonly #maker = new BatchMaker();
  readonly #offered: { readonly events: number; settled: number }[] = [];
  routed = 0;
  refused = 0;
  delivered = 0;
  readonly dropped: Record<string, number> = {};
  readonly #whenSettled = new EventTarget();

  constructor(stand: DestinationStand) {
    this.#stand = stand;
  }

  offer(name: string, text: string, events = 1): boolean {
    const sealed = this.#maker.make([{ path: this.#stand.path(name), text, events }]);
    const offered = { events, settled: 0 };
    this.#offered.push(offered);
    this.routed += events;
    const isAccepted = this.#stand.destination.accept(this.#batch(sealed, offered));
    expect(offered.settled).to.equal(0);
    if (!isAccepted) {
      this.refused += events;
      offered.settled++;
    }
    this.expectBalance();
    return isAccepted;
  }

  /** Offers until the queue is full; returns how many batches it took. */
  fill(name: string, text: string): number {
    let accepted = 0;
    while (this.offer(name, text)) accepted++;
    return accepted;
  }

  /** Events of batches that are not settled. */
  get queued(): number {
    const waiting = this.#offered.filter(({ settled }) => settled === 0);
    return waiting.reduce((sum, { events }) => sum + events, 0);
  }

  expectBalance(): void {
    const dropped = Object.values(this.dropped).reduce((sum, count) => sum + count, 0);
    expect(this.delivered + dropped + this.refused + this.queued).to.equal(this.routed);
    expect(this.#offered.filter(({ settled }) => settled > 1)).to.deep.equal([]);
  }

  async someSettled(): Promise<void> {
    await once(this.#whenSettled, 'settled');
  }

  #batch(sealed: SealedBatch, offered: { settled: number }): Batch {
    const { events } = sealed;
    const settled = ({ delivered, dropped }: Outcome, buffers: readonly BatchBytes[]): void => {
      offered.settled++;
      const droppedHere = Object.values(dropped).reduce((sum, count) => sum + count, 0);
      expect(delivered + droppedHere).to.equal(events);
      // Nobody reads what is free.
      for (const buffer of buffers) buffer.fill(0x23);
      this.delivered += delivered;
      for (const [reason, count] of Object.entries(dropped)) {
        this.dropped[reason] = (this.dropped[reason] ?? 0) + count;
      }
      this.expectBalance();
      this.#whenSettled.dispatchEvent(new Event('settled'));
    };
    return { ...sealed, settled };
  }
}

const never = new AbortController().signal;

/** What every destination promises. `name` is for the report. */
export function describeDestination(name: string, createStand: CreateStand): void {
  describe(`${name} as a destination`, () => {
    let stand: DestinationStand;
    let feed: Feed;

    beforeEach(async () => {
      stand = await createStand({ queueBytes: QUEUE_BYTES });
      feed = new Feed(stand);
    });

    afterEach(async () => {
      await stand.destination.close();
      feed.expectBalance();
      expect(feed.queued).to.equal(0);
    });

    it('settles what it accepts, once, and later', async () => {
      expect(feed.offer('a', 'one')).to.equal(true);
      expect(feed.queued).to.equal(1);
      await feed.someSettled();
      expect(feed).to.include({ delivered: 1, queued: 0 });
      expect(stand.written('a')).to.equal('one\n');
    });

    it('keeps the order of each path', async () => {
      for (let i = 0; i < 20; i++) feed.offer(i % 3 === 0 ? 'b' : 'a', `${i}`);
      await stand.destination.drain(never);
      for (const path of ['a', 'b']) {
        const numbers = stand.written(path).trimEnd().split('\n').map(Number);
        expect(numbers).to.deep.equal(numbers.toSorted((x, y) => x - y));
      }
      expect(feed.delivered).to.equal(20);
    });

    it('refuses what does not fit into its queue, and goes on when there is room', async () => {
      const accepted = feed.fill('a', 'x'.repeat(10_000));
      expect(accepted).to.equal(5);
      expect(feed.offer('b', 'y'.repeat(10_000))).to.equal(false);
      await stand.destination.drain(never);
      expect(feed.offer('b', 'z')).to.equal(true);
      await stand.destination.drain(never);
      expect(feed).to.include({ delivered: 6, refused: 2 });
      expect(stand.written('b')).to.match(/(^|\n)z\n$/);
    });

    it('takes a batch of any size into an empty queue', async () => {
      expect(feed.offer('a', 'x'.repeat(QUEUE_BYTES * 2))).to.equal(true);
      expect(feed.offer('a', 'y')).to.equal(false);
      await stand.destination.drain(never);
      expect(stand.written('a').length).to.equal(QUEUE_BYTES * 2 + 1);
    });

    it('drains at once when nothing waits', async () => {
      await stand.destination.drain(AbortSignal.abort());
      await stand.destination.drain(never);
    });

    it('gives up draining when told to, and loses nothing by it', async () => {
      feed.offer('a', 'one');
      const late = new AbortController();
      const drained = stand.destination.drain(late.signal);
      late.abort(new Error('too late'));
      const error = await drained.catch((reason: unknown) => reason);
      expect(error).to.be.an('error').with.property('message', 'too late');
      await stand.destination.drain(never);
      expect(feed.delivered).to.equal(1);
    });

    it('refuses to drain when it was told so before', async () => {
      feed.offer('a', 'one');
      const error = await stand.destination.drain(AbortSignal.abort()).catch(() => 'aborted');
      expect(error).to.equal('aborted');
    });

    it('settles what still waits when it is closed, once, however often that is', async () => {
      for (let i = 0; i < 5; i++) feed.offer('a', `${i}`, 1);
      await Promise.all([stand.destination.close(), stand.destination.close()]);
      await stand.destination.close();
      expect(feed.queued).to.equal(0);
      expect(feed.delivered + (feed.dropped.closed ?? 0)).to.equal(5);
    });

    it('drops what comes after it was closed', async () => {
      await stand.destination.close();
      expect(feed.offer('a', 'late')).to.equal(true);
      await feed.someSettled();
      expect(feed).to.deep.include({ delivered: 0, dropped: { closed: 1 } });
      await stand.destination.drain(never);
      stand.destination.reopen();
    });

    it('goes on after reopen', async () => {
      feed.offer('a', 'one');
      stand.destination.reopen();
      feed.offer('a', 'two');
      await stand.destination.drain(never);
      expect(stand.written('a')).to.equal('one\ntwo\n');
    });

    it('writes to a new file after rotation and reopen', async function () {
      if (stand.rotate === undefined) {
        process.stdout.write('skipped: this destination has no file to rotate\n');
        this.skip();
      }
      feed.offer('a', 'before');
      await stand.destination.drain(never);
      stand.rotate('a');
      stand.destination.reopen();
      feed.offer('a', 'after');
      await stand.destination.drain(never);
      expect(stand.written('a')).to.equal('after\n');
    });
  });
}
