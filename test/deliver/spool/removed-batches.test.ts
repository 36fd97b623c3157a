import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ClassicLevel } from 'classic-level';
import type { Parcel } from '../../../lib/deliver/parcel.ts';
import type { StoredEntry } from '../../../lib/deliver/outbox/parcel-store.ts';
import { Spool } from '../../../lib/deliver/spool/spool.ts';
import type { SpoolSection } from '../../../lib/deliver/spool/spool-section.ts';
import { storePath } from '../../../lib/deliver/spool/store-path.ts';
import { LogRecord } from '../log-record.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

const MIB = 1024 * 1024;
/** Of 1 MiB each. */
const BATCHES = 20;

describe('removed batches of the spool', () => {
  const directory = temporaryDirectory();
  let spool: Spool;
  let section: SpoolSection;

  async function open(): Promise<void> {
    spool = await Spool.open(directory(), new LogRecord());
    section = spool.section('bus');
  }

  async function reopen(): Promise<void> {
    await spool.close();
    await open();
  }

  beforeEach(open);
  afterEach(() => spool.close());

  async function fill(): Promise<StoredEntry[]> {
    const store = section.use(1024 * MIB);
    const written = Array.from({ length: BATCHES }, () => store.put(store.number(), parcel()));
    for (const { durable } of written) expect(await durable).to.equal(true);
    await store.release();
    return written.map(({ entry }) => entry);
  }

  async function sequences(): Promise<number[]> {
    const store = section.use(1024 * MIB);
    const found: number[] = [];
    for (let isEnd = false; !isEnd;) {
      const page = await store.read(found.at(-1) ?? 0, 3 * MIB);
      found.push(...page.loaded.map(({ entry }) => entry.sequence));
      ({ isEnd } = page);
    }
    await store.release();
    return found;
  }

  /** Removes batches in another process, as it were. */
  async function remove(entries: readonly StoredEntry[]): Promise<void> {
    const store = section.use(1024 * MIB);
    for (const entry of entries) store.remove(entry);
    await store.release();
  }

  async function keys(): Promise<string[]> {
    await spool.close();
    const level = new ClassicLevel(storePath(directory()));
    const found = await level.keys().all();
    await level.close();
    await open();
    return found;
  }

  it('are marked after all batches while much is stored, and not read any more', async () => {
    const entries = await fill();
    await remove([0, 1, 2, 7].map((index) => entries[index] as StoredEntry));
    const left = [4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20];
    expect(await sequences()).to.deep.equal(left);
    const found = await keys();
    expect(found.filter((key) => key.startsWith('bus/0'))).to.have.length(BATCHES);
    expect(found.slice(BATCHES).map((key) => key.slice(0, 19))).to.deep.equal([
      'bus/~00000000000001',
      'bus/~00000000000002',
      'bus/~00000000000003',
      'bus/~00000000000008',
      'bus/~~',
    ]);
    expect(await sequences()).to.deep.equal(left);
  });

  it('are counted neither by the next process nor as lost, and deleted by it', async () => {
    const entries = await fill();
    await remove(entries.slice(0, 10));
    const bytes = entries.slice(10).reduce((sum, entry) => sum + entry.bytes, 0);
    const totals = { destination: 'bus', batches: 10, events: 10, bytes };
    expect(spool.totals()).to.deep.equal([totals]);
    await reopen();
    expect(spool.totals()).to.deep.equal([totals]);
    expect(section.takeFound()).to.deep.equal({ events: 10, lost: 0 });
    expect(section.use(MIB).number()).to.equal(BATCHES + 1);
    expect(await keys()).to.have.length(10 + 1);
  });

  it('are deleted without rewriting those that are left', async () => {
    const entries = await fill();
    await remove(entries.slice(0, 10));
    await reopen();
    await spool.close();
    const log = readFileSync(join(storePath(directory()), 'LOG'), 'utf8');
    const rewritten = [...log.matchAll(/Compacted .* => (\d+) bytes/g)].map(([, bytes]) =>
      Number(bytes),
    );
    expect(rewritten).to.have.length.above(0);
    // No more than the file in which the deleted ones end.
    expect(rewritten.reduce((sum, bytes) => sum + bytes, 0)).to.be.below(6 * MIB);
    await open();
    expect(await sequences()).to.deep.equal(entries.slice(10).map(({ sequence }) => sequence));
  });

  it('are all gone when the section is cleared', async () => {
    const entries = await fill();
    await remove(entries.slice(0, 3));
    expect(await section.clear()).to.equal(BATCHES - 3);
    expect(spool.totals()).to.deep.equal([]);
    expect(await keys()).to.deep.equal([]);
  });

  it('are deleted at once while little is stored', async () => {
    const entries = await fill();
    await remove(entries.slice(0, 18));
    await remove(entries.slice(18));
    expect(spool.totals()).to.deep.equal([]);
    const left = await keys();
    // More than 8 MiB were stored when the first were removed.
    expect(left.filter((key) => key.startsWith('bus/0'))).to.have.length(13);
    expect(left.filter((key) => key.startsWith('bus/~0'))).to.have.length(13);
  });
});

function parcel(): Parcel {
  const bytes = Buffer.alloc(MIB, 'x');
  const runs = Uint32Array.of(0, MIB, 1);
  return {
    bytes,
    used: MIB,
    events: 1,
    runs,
    names: ['a'],
    lane: '00112233aabbccdd',
    prev: 0,
    next: 1,
  };
}
