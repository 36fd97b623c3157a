import { expect } from 'chai';
import type { Destination } from '../../lib/deliver/destination.ts';
import type { Encoder, EncoderContext } from '../../lib/deliver/encoder.ts';
import { Feed } from './feed.ts';

/** A destination under test, and its target. */
export interface DestinationStand {
  readonly destination: Destination;
  /** The kind's own encoder, with `$MSG` as the line of an event. */
  readonly createEncoder: (context: EncoderContext) => Encoder;
  /** The lines that the target has for host `a` or `b`; of both where the target does not separate them. */
  written(host: string): string | Promise<string>;
  /** The longest event, with its header, that the target takes; absent if there is no limit. */
  readonly cutsAt?: number;
  /** Moves the file of that host away, where there are files. */
  rotate?(host: string): void;
  /** Makes the target unreachable; absent if that is not possible on this machine. Resolves when it is. */
  away?(): Promise<void>;
  /** Makes the target reachable again. */
  back?(): Promise<void>;
  /** Removes what the stand itself has created, after the destination is closed. */
  end?(): Promise<void>;
}

export type CreateStand = (options: { readonly queueBytes: number }) => Promise<DestinationStand>;

const QUEUE_BYTES = 64 * 1024;
const never = new AbortController().signal;

/** The guarantees of every destination. `name` is for the report. */
export function describeDestination(name: string, createStand: CreateStand): void {
  describe(`${name} as a destination`, () => {
    let stand: DestinationStand;
    let feed: Feed;

    beforeEach(async () => {
      stand = await createStand({ queueBytes: QUEUE_BYTES });
      feed = new Feed(stand.destination, stand.createEncoder);
    });

    afterEach(async () => {
      await stand.destination.close();
      feed.expectBalance();
      expect(feed.queued).to.equal(0);
      await stand.end?.();
    });

    it('settles what it accepts, once, and later', async () => {
      expect(feed.offer('a', 'one')).to.equal(true);
      expect(feed.queued).to.equal(1);
      await feed.someSettled();
      expect(feed).to.include({ delivered: 1, queued: 0, unreleased: 0 });
      expect(await stand.written('a')).to.equal('one\n');
    });

    it('keeps the order of each host', async () => {
      for (let i = 0; i < 20; i++) feed.offer(i % 3 === 0 ? 'b' : 'a', `${i}`);
      await stand.destination.drain(never);
      for (const host of ['a', 'b']) {
        const numbers = (await stand.written(host)).trimEnd().split('\n').map(Number);
        expect(numbers).to.deep.equal(numbers.toSorted((x, y) => x - y));
      }
      expect(feed).to.include({ delivered: 20, unreleased: 0 });
    });

    it('refuses what does not fit into its queue, and continues when there is room', async () => {
      const accepted = feed.fill('a', 'x'.repeat(10_000));
      expect(accepted).to.equal(5);
      expect(feed.offer('b', 'y'.repeat(10_000))).to.equal(false);
      await stand.destination.drain(never);
      expect(feed.offer('b', 'z')).to.equal(true);
      await stand.destination.drain(never);
      expect(feed).to.include({ delivered: 6, refused: 2 });
      expect(await stand.written('b')).to.match(/(^|\n)z\n$/);
    });

    it('accepts a batch of any size into an empty queue', async () => {
      expect(feed.offer('a', 'x'.repeat(QUEUE_BYTES * 2))).to.equal(true);
      expect(feed.offer('a', 'y')).to.equal(false);
      await stand.destination.drain(never);
      const { length } = await stand.written('a');
      if (stand.cutsAt === undefined) expect(length).to.equal(QUEUE_BYTES * 2 + 1);
      else expect(length).to.be.within(stand.cutsAt - 300, stand.cutsAt);
    });

    it('drains at once when its queue is empty', async () => {
      await stand.destination.drain(AbortSignal.abort());
      await stand.destination.drain(never);
    });

    it('stops draining when aborted, and loses nothing', async () => {
      feed.offer('a', 'one');
      const late = new AbortController();
      const drained = stand.destination.drain(late.signal);
      late.abort(new Error('too late'));
      const error = await drained.catch((reason: unknown) => reason);
      expect(error).to.be.an('error').with.property('message', 'too late');
      await stand.destination.drain(never);
      expect(feed.delivered).to.equal(1);
    });

    it('rejects a drain whose signal is aborted already', async () => {
      feed.offer('a', 'one');
      const error = await stand.destination.drain(AbortSignal.abort()).catch(() => 'aborted');
      expect(error).to.equal('aborted');
    });

    it('settles its queue when it is closed, once, however often that is', async () => {
      for (let i = 0; i < 5; i++) feed.offer('a', `${i}`);
      await Promise.all([stand.destination.close(), stand.destination.close()]);
      await stand.destination.close();
      expect(feed.queued).to.equal(0);
      expect(feed.delivered + (feed.dropped.closed ?? 0)).to.equal(5);
    });

    it('drops what arrives after it was closed', async () => {
      await stand.destination.close();
      expect(feed.offer('a', 'late')).to.equal(true);
      await feed.someSettled();
      expect(feed).to.deep.include({ delivered: 0, dropped: { closed: 1 }, unreleased: 0 });
      await stand.destination.drain(never);
      stand.destination.reopen();
    });

    it('continues after reopen', async () => {
      feed.offer('a', 'one');
      stand.destination.reopen();
      feed.offer('a', 'two');
      await stand.destination.drain(never);
      expect(await stand.written('a')).to.equal('one\ntwo\n');
    });

    it('writes to a new file after rotation and reopen', async function () {
      if (stand.rotate === undefined) {
        process.stdout.write(`skipped: ${name} has no file to rotate\n`);
        this.skip();
      }
      feed.offer('a', 'before');
      await stand.destination.drain(never);
      stand.rotate('a');
      stand.destination.reopen();
      feed.offer('a', 'after');
      await stand.destination.drain(never);
      expect(await stand.written('a')).to.equal('after\n');
    });

    describe('whose target is away', () => {
      beforeEach(async function () {
        if (stand.away === undefined) {
          process.stdout.write(`skipped: the target of ${name} cannot be away\n`);
          this.skip();
        }
        feed.offer('a', 'before');
        await stand.destination.drain(never);
        await stand.away();
      });

      it('keeps batches and delivers them in order, once, when it is back', async () => {
        for (let i = 0; i < 10; i++) feed.offer('a', `${i}`);
        const isStuck = await stand.destination.drain(AbortSignal.timeout(100)).catch(() => true);
        expect(isStuck).to.equal(true);
        expect(feed.dropped).to.deep.equal({});
        await stand.back?.();
        await stand.destination.drain(never);
        expect(await stand.written('a')).to.equal('before\n0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n');
        expect(feed).to.include({ delivered: 11, refused: 0, unreleased: 0 });
      });

      it('refuses batches when its queue is full', async () => {
        const accepted = feed.fill('a', 'x'.repeat(10_000));
        expect(accepted).to.equal(5);
        expect(feed.offer('b', 'y'.repeat(10_000))).to.equal(false);
        await stand.back?.();
        await stand.destination.drain(never);
        expect(feed).to.include({ delivered: 6, refused: 2, unreleased: 0 });
      });

      it('settles its queue as dropped when it is closed', async () => {
        for (let i = 0; i < 5; i++) feed.offer('a', `${i}`);
        await stand.destination.close('drain-deadline');
        expect(feed.queued).to.equal(0);
        expect(feed.delivered + (feed.dropped['drain-deadline'] ?? 0)).to.equal(6);
        expect(feed.dropped['drain-deadline']).to.be.greaterThan(0);
      });
    });
  });
}
