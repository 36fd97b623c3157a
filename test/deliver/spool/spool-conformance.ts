import { expect } from 'chai';
import type { SpoolMode } from '../../../lib/config/destination-config.ts';
import { DestinationCounts } from '../../../lib/deliver/destination-counts.ts';
import type { Destination } from '../../../lib/deliver/destination.ts';
import type { Encoder, EncoderContext } from '../../../lib/deliver/encoder.ts';
import type { SpoolSettings } from '../../../lib/deliver/outbox/outbox-spool.ts';
import { Spool } from '../../../lib/deliver/spool/spool.ts';
import { Feed } from '../feed.ts';
import { LogRecord } from '../log-record.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { until } from './until.ts';

/** What a test gives a destination. */
export interface SpooledOptions {
  readonly queueBytes: number;
  readonly spool: SpoolSettings;
  readonly counts: DestinationCounts;
  readonly log: LogRecord;
}

/** A target that can be away, and destinations that deliver to it. */
export interface SpooledStand {
  create(options: SpooledOptions): Destination | Promise<Destination>;
  /** The kind's own encoder, with `$MSG` as the line of an event. */
  readonly createEncoder: (context: EncoderContext) => Encoder;
  /** The lines that the target has for host `a`. */
  written(): string | Promise<string>;
  away(): Promise<void>;
  back(): Promise<void>;
  end(): Promise<void>;
}

const QUEUE_BYTES = 64 * 1024;
const MAX_SIZE = 16 * 1024 * 1024;
const LARGE = 'x'.repeat(10_000);
const soon = (): AbortSignal => AbortSignal.timeout(20_000);

/** One relay with one destination: from its start to its end. */
interface Life {
  readonly spool: Spool;
  readonly destination: Destination;
  readonly feed: Feed;
  readonly counts: DestinationCounts;
  readonly log: LogRecord;
}

/** The guarantees of a network destination with a spool. `name` is for the report. */
export function describeSpooled(name: string, createStand: () => Promise<SpooledStand>): void {
  describe(`${name} with a spool`, () => {
    const directory = temporaryDirectory();
    let stand: SpooledStand;
    let life: Life;

    beforeEach(async () => {
      stand = await createStand();
    });

    afterEach(async () => {
      await end();
      await stand.end();
    });

    async function begin(mode: SpoolMode, maxSizeBytes = MAX_SIZE): Promise<Life> {
      const log = new LogRecord();
      const counts = new DestinationCounts();
      const spool = await Spool.open(directory(), log);
      const section = spool.section('bus');
      counts.restore(section.takeFound().events, 0);
      const store = section.use(maxSizeBytes);
      const settings = { queueBytes: QUEUE_BYTES, spool: { mode, store }, counts, log };
      const destination = await stand.create(settings);
      const feed = new Feed(destination, stand.createEncoder, counts);
      life = { spool, destination, feed, counts, log };
      return life;
    }

    async function end(): Promise<void> {
      await life.destination.close('drain-deadline');
      expect(life.feed.queued).to.equal(0);
      expect(life.feed.unreleased).to.equal(0);
      await life.spool.close();
    }

    /** Resolves when the target has this many events of this life and earlier ones. */
    function delivered(events: number): Promise<void> {
      const { counts, log } = life;
      const describe = (): string => `${JSON.stringify(counts)}\n${log.entries.join('\n')}`;
      return until(() => counts.delivered === events, describe);
    }

    async function numbers(): Promise<string> {
      return (await stand.written()).replaceAll(/ x+\n/g, ' ').trim();
    }

    function offer(count: number, from = 0): void {
      for (let i = from; i < from + count; i++) {
        expect(life.feed.offer('a', `${i} ${LARGE}`)).to.equal(true);
      }
    }

    it('stores what does not fit into its queue, and delivers all in order, once', async () => {
      const { counts, spool, destination } = await begin('overflow');
      offer(1);
      await delivered(1);
      await stand.away();
      offer(20, 1);
      await until(() => counts.spooled > 0);
      expect(counts.dropped).to.deep.equal({});
      await stand.back();
      await delivered(21);
      expect(await numbers()).to.equal(Array.from({ length: 21 }, (_, i) => i).join(' '));
      expect(counts).to.include({ spooled: 0, queued: 0 });
      expect(spool.totals()).to.deep.equal([]);
      offer(1, 21);
      await destination.drain(soon());
      expect(life.feed.delivered).to.be.greaterThan(1);
    });

    it('stores what is in memory when it ends, and delivers that first after a restart', async () => {
      await begin('overflow');
      offer(1);
      await delivered(1);
      await stand.away();
      offer(12, 1);
      await life.destination.drain(soon(), AbortSignal.abort());
      expect(life.feed).to.deep.include({ queued: 0, dropped: {} });
      await end();
      const { counts } = await begin('overflow');
      const found = counts.restored;
      expect(found).to.be.within(12, 13);
      offer(12, 13);
      await stand.back();
      await delivered(found + 12);
      expect(await numbers()).to.equal(Array.from({ length: 25 }, (_, i) => i).join(' '));
      expect(counts).to.include({ spooled: 0, queued: 0 });
    });

    it('settles every batch as spooled with `always`, and delivers it', async () => {
      const { counts, feed, spool } = await begin('always');
      offer(5);
      await delivered(5);
      await stand.away();
      offer(5, 5);
      await until(() => feed.spooled === 10);
      expect(counts).to.include({ delivered: 5, spooled: 5 });
      await stand.back();
      await delivered(10);
      expect(await numbers()).to.equal('0 1 2 3 4 5 6 7 8 9');
      expect(spool.totals()).to.deep.equal([]);
    });

    it('drops the newest events when its spool is full, and logs that once', async () => {
      const { counts, feed, log } = await begin('always', 100_000);
      await stand.away();
      offer(20);
      await until(() => feed.queued === 0);
      const full = feed.dropped['spool-full'] ?? 0;
      expect(full).to.be.within(10, 13);
      expect(log.entries.filter((entry) => entry.startsWith('error Cannot spool'))).to.have.length(
        1,
      );
      await stand.back();
      await delivered(20 - full);
      expect(await numbers()).to.equal(Array.from({ length: 20 - full }, (_, i) => i).join(' '));
      expect(counts).to.include({ spooled: 0, queued: 0 });
      offer(1, 20);
      await delivered(21 - full);
    });

    it('stores nothing with `never`, and delivers what is there', async () => {
      await begin('always');
      await stand.away();
      offer(3);
      await life.destination.drain(soon());
      await end();
      const { counts, feed } = await begin('never');
      offer(3, 3);
      await stand.back();
      await delivered(6);
      expect(await numbers()).to.equal('0 1 2 3 4 5');
      expect(feed.spooled).to.equal(0);
      expect(counts.spooled).to.equal(0);
    });
  });
}
