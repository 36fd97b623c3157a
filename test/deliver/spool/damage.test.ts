import { expect } from 'chai';
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DestinationCounts } from '../../../lib/deliver/destination-counts.ts';
import { Outbox } from '../../../lib/deliver/outbox/outbox.ts';
import { storePath } from '../../../lib/deliver/spool/store-path.ts';
import { Spool } from '../../../lib/deliver/spool/spool.ts';
import type { Parcel } from '../../../lib/deliver/parcel.ts';
import { LogRecord } from '../log-record.ts';
import { LineCarrier } from '../outbox/line-carrier.ts';
import { LineServer } from '../outbox/line-server.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { until } from './until.ts';

const EVENTS = 80;
const PADDING = 'x'.repeat(100_000);
const MAX_SIZE = 64 * 1024 * 1024;

function parcel(number: number): Parcel {
  const bytes = Buffer.from(`${number} ${PADDING}\n`);
  const [prev, next, used] = [number, number + 1, bytes.length];
  const runs = Uint32Array.of(0, used, 1);
  return { bytes, used, events: 1, runs, names: [''], lane: '00112233aabbccdd', prev, next };
}

function overwrite(file: string, at: number, bytes: Uint8Array): void {
  const fd = openSync(file, 'r+');
  writeSync(fd, bytes, 0, bytes.length, at);
  closeSync(fd);
}

function middle(file: string): number {
  return Math.floor(statSync(file).size / 2);
}

function bytesOf(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + statSync(file).size, 0);
}

describe('a spool with a damaged file', () => {
  const directory = temporaryDirectory();

  /** Stores 8 MB: a part is in tables, the rest in the log. */
  async function fill(): Promise<void> {
    const spool = await Spool.open(directory(), new LogRecord());
    const store = spool.section('bus').use(MAX_SIZE);
    for (let i = 0; i < EVENTS; i++) {
      expect(await store.put(store.number(), parcel(i)).durable).to.equal(true);
    }
    await store.release();
    await spool.close();
  }

  /** Delivers everything; returns the numbers that came, in order. */
  async function deliver(
    counts: DestinationCounts,
    log: LogRecord,
  ): Promise<{ numbers: number[]; left: number }> {
    const server = new LineServer();
    await server.listen();
    const spool = await Spool.open(directory(), log);
    const section = spool.section('bus');
    const { events, lost } = section.takeFound();
    counts.restore(events, lost);
    const outbox = new Outbox(
      { name: 'bus', queue: { limitBytes: 1024 * 1024 } },
      {
        carrier: new LineCarrier(server.port),
        log,
        counts,
        spool: { mode: 'overflow', store: section.use(MAX_SIZE) },
      },
    );
    await until(
      () => counts.spooled === 0,
      () => JSON.stringify(counts),
    );
    await outbox.close();
    const [totals] = spool.totals();
    await spool.close();
    await server.stop();
    const numbers = [...server.text.matchAll(/^(\d+) x+$/gm)].map(([, digits]) => Number(digits));
    return { numbers, left: totals?.events ?? 0 };
  }

  function files(pattern: RegExp): string[] {
    const store = storePath(directory());
    return readdirSync(store)
      .filter((name) => pattern.test(name))
      .sort()
      .map((name) => join(store, name));
  }

  const DAMAGES: readonly [string, (file: string) => void][] = [
    ['its first 8 KiB are zeros', (file) => overwrite(file, 0, Buffer.alloc(8192))],
    ['a page in the middle is zeros', (file) => overwrite(file, middle(file), Buffer.alloc(4096))],
    ['it is cut in the middle', (file) => truncateSync(file, middle(file))],
    [
      'every ten thousandth byte is another',
      (file) => {
        const bytes = readFileSync(file);
        for (let at = 137; at < bytes.length; at += 10_000)
          bytes[at] = (bytes[at] as number) ^ 0x55;
        writeFileSync(file, bytes);
      },
    ],
  ];

  for (const [name, damage] of DAMAGES) {
    it(`delivers the rest, in order, once, and counts what is lost: a table, ${name}`, async () => {
      await fill();
      const [table] = files(/\.ldb$/);
      expect(table).to.be.a('string');
      damage(table ?? '');
      const counts = new DestinationCounts();
      const log = new LogRecord();
      const { numbers, left } = await deliver(counts, log);
      expect(numbers).to.deep.equal(numbers.toSorted((a, b) => a - b));
      expect(new Set(numbers).size).to.equal(numbers.length);
      expect(numbers.length).to.be.within(EVENTS / 3, EVENTS - 1);
      expect(counts.delivered).to.equal(numbers.length);
      expect(counts.dropped).to.deep.equal({ 'spool-damaged': EVENTS - numbers.length });
      expect(counts).to.include({ queued: 0, spooled: 0, restored: EVENTS });
      expect(left).to.equal(0);
      expect(log.entries.filter((entry) => /damaged/.test(entry))).not.to.deep.equal([]);
      // Nothing of it is left for the next start.
      const next = await deliver(new DestinationCounts(), new LogRecord());
      expect(next.numbers).to.deep.equal([]);
    });

    it(`delivers the rest, in order, once: the log, ${name}`, async () => {
      await fill();
      const [log] = files(/\.log$/);
      damage(log ?? '');
      const counts = new DestinationCounts();
      const { numbers } = await deliver(counts, new LogRecord());
      expect(numbers).to.deep.equal(numbers.toSorted((a, b) => a - b));
      expect(new Set(numbers).size).to.equal(numbers.length);
      expect(numbers.length).to.be.within(EVENTS / 3, EVENTS);
      expect(counts).to.include({ queued: 0, spooled: 0, delivered: numbers.length });
    });
  }

  it('is small again after it was emptied', async () => {
    await fill();
    expect(bytesOf(files(/./))).to.be.greaterThan(8_000_000);
    const spool = await Spool.open(directory(), new LogRecord());
    expect(await spool.section('bus').clear()).to.equal(EVENTS);
    await spool.close();
    expect(bytesOf(files(/./))).to.be.lessThan(1_000_000);
  });
});
