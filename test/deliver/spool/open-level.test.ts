import { expect } from 'chai';
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLevel } from '../../../lib/deliver/spool/open-level.ts';
import { printSpoolKey } from '../../../lib/deliver/spool/spool-key.ts';
import { LogRecord } from '../log-record.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

const KEYS = Array.from({ length: 20 }, (_, index) => ({
  destination: 'bus',
  sequence: index + 1,
  events: 1,
  bytes: 10_000,
}));
const TOTALS = { batches: 20, events: 20, bytes: 200_000, lastSequence: 20, lost: 0, marked: [] };

describe('store of the spool', () => {
  const directory = temporaryDirectory();

  /** Fills the store and closes it. */
  async function fill(): Promise<void> {
    const { level } = await openLevel(directory(), new LogRecord());
    for (const key of KEYS) await level.put(printSpoolKey(key), Buffer.alloc(key.bytes, 'x'));
    await level.close();
  }

  function names(pattern: RegExp): string[] {
    return readdirSync(directory()).filter((name) => pattern.test(name));
  }

  it('has what was put into it before', async () => {
    await fill();
    const { level, totals } = await openLevel(directory(), new LogRecord());
    await level.close();
    expect(Object.fromEntries(totals.sections)).to.deep.equal({ bus: TOTALS });
    expect(names(/./)).to.deep.equal(['batches']);
  });

  it('is not opened twice', async () => {
    const { level } = await openLevel(directory(), new LogRecord());
    const error = await openLevel(directory(), new LogRecord()).catch((reason: unknown) => reason);
    await level.close();
    expect(error).to.be.an('error').with.property('name', 'SpoolError');
    expect(error).to.have.property('message').that.contains('another process uses it; stop it');
    expect(names(/opening|damaged/)).to.deep.equal([]);
  });

  const places = [
    { name: 'is a file', place: () => join(directory(), 'file/spool'), code: 'ENOTDIR' },
    { name: 'takes no directories', place: () => '/proc/spool/deeper', code: 'ENOENT' },
  ];
  for (const { name, place, code } of places) {
    it(`cannot be in a directory that ${name}`, async () => {
      writeFileSync(join(directory(), 'file'), '');
      const opened = openLevel(place(), new LogRecord());
      const error = await opened.catch((reason: unknown) => reason);
      expect(error).to.be.an('error').with.property('name', 'SpoolError');
      expect(error).to.have.property('message').that.contains(`: ${code}; create it, or choose`);
    });
  }

  const damages: readonly [name: string, damage: (file: string) => void, files: RegExp][] = [
    ['whose manifest is zeros', (file) => writeFileSync(file, Buffer.alloc(100)), /^MANIFEST/],
    ['whose manifest is empty', (file) => truncateSync(file, 0), /^MANIFEST/],
    ['whose name of the manifest is wrong', (file) => writeFileSync(file, 'x'), /^CURRENT$/],
  ];
  for (const [name, damage, files] of damages) {
    it(`${name} is set aside, and a new one begins`, async () => {
      await fill();
      const store = join(directory(), 'batches');
      for (const file of readdirSync(store).filter((each) => files.test(each))) {
        damage(join(store, file));
      }
      const record = new LogRecord();
      const { level, totals } = await openLevel(directory(), record);
      await level.put('bus/1', Buffer.of(1));
      await level.close();
      expect(totals.sections.size).to.equal(0);
      expect(names(/^batches\.damaged-\d{8}T\d{6}Z$/)).to.have.length(1);
      expect(record.entries).to.have.length(1);
      expect(record.entries[0]).to.match(/^error Cannot open the spool .*; it was renamed to /);
    });
  }

  it('is kept after two starts that died while opening it, and set aside after three', async () => {
    await fill();
    const marker = join(directory(), 'opening');
    writeFileSync(marker, '2');
    const second = await openLevel(directory(), new LogRecord());
    await second.level.close();
    expect(second.totals.sections.get('bus')).to.deep.equal(TOTALS);
    expect(names(/opening|damaged/)).to.deep.equal([]);
    writeFileSync(marker, '3');
    const record = new LogRecord();
    const third = await openLevel(directory(), record);
    await third.level.close();
    expect(third.totals.sections.size).to.equal(0);
    expect(record.entries[0]).to.contain('the last 3 starts died while opening it');
  });

  it('counts a start that dies while opening it', async () => {
    await fill();
    const seen: string[] = [];
    const marker = join(directory(), 'opening');
    const opening = openLevel(directory(), new LogRecord());
    seen.push(readFileSync(marker, 'utf8'));
    const { level } = await opening;
    await level.close();
    expect(seen).to.deep.equal(['1']);
  });
});
