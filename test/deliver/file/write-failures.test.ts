import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { temporaryDirectory } from '../temporary-directory.ts';
import { WriterStand } from './writer-stand.ts';

describe('write failures', () => {
  const directory = temporaryDirectory();
  const at = (name: string): string => `${directory()}/${name}`;

  it('stop no other path', () => {
    const stand = new WriterStand(directory());
    mkdirSync(at('bad'));
    stand.take([
      { path: at('good'), text: '1' },
      { path: at('bad'), text: '2' },
      { path: at('good'), text: '3' },
    ]);
    expect(stand.settled).to.deep.equal([
      { ticket: 1, delivered: 2, dropped: { 'unsafe-path': 1 }, overflowed: 0 },
    ]);
    expect(readFileSync(at('good'), 'utf8')).to.equal('1\n3\n');
    stand.writer.close();
  });

  it('are tried again after a second, and the end of them is told', () => {
    const stand = new WriterStand(directory(), { flushIntervalMs: 0 });
    const line = [{ path: at('a'), text: 'x' }];
    mkdirSync(at('a'));
    stand.take(line);
    rmdirSync(at('a'));
    stand.nowMs += 999;
    stand.take(line);
    expect(existsSync(at('a'))).to.equal(false);
    stand.nowMs += 1;
    stand.take(line);
    expect(readFileSync(at('a'), 'utf8')).to.equal('x\n');
    expect(stand.reports.map(({ level }) => level)).to.deep.equal(['error', 'info']);
    expect(stand.reports[1]?.message).to.equal(
      `Writing to ${at('a')} again; 2 events for it dropped`,
    );
    stand.writer.close();
  });

  it('include an open file whose path cannot be looked at any more', () => {
    const stand = new WriterStand(directory(), { flushIntervalMs: 0 });
    const line = [{ path: at('web1/a'), text: 'x' }];
    stand.take(line);
    renameSync(at('web1'), at('moved'));
    symlinkSync('web1', at('web1'));
    stand.nowMs += 1000;
    stand.take(line);
    expect(stand.settled.at(-1)).to.deep.include({ dropped: { 'unsafe-path': 1 } });
    expect(readFileSync(at('moved/a'), 'utf8')).to.equal('x\n');
    stand.writer.close();
  });

  it('are told again when their cause changes', () => {
    const stand = new WriterStand(directory(), { flushIntervalMs: 0 });
    mkdirSync(at('a'));
    stand.take([{ path: at('a'), text: 'x' }]);
    rmdirSync(at('a'));
    symlinkSync('/dev/null', at('a'));
    stand.nowMs += 1000;
    stand.take([{ path: at('a'), text: 'x' }]);
    expect(stand.reports.map(({ message }) => message.replace(directory(), ''))).to.deep.equal([
      'Cannot write to /a safely: a directory is there; remove it',
      'Cannot write to /a safely: a symbolic link is there; remove it',
    ]);
    stand.writer.close();
  });

  it('of many paths at once do not flood the log', () => {
    const stand = new WriterStand(directory(), { flushIntervalMs: 0 });
    writeFileSync(at('file'), '');
    const lines = Array.from({ length: 50 }, (_, host) => ({
      path: at(`file/host${host}`),
      text: 'x',
    }));
    stand.take(lines);
    expect(stand.reports.length).to.equal(10);
    unlinkSync(at('file'));
    stand.nowMs += 10_000;
    stand.take(lines);
    expect(stand.reports.length).to.equal(20);
    expect(stand.reports[10]?.message).to.match(
      /again.*\(and 40 reports of other paths left out\)$/,
    );
    stand.writer.close();
  });

  it('within a line leave no line that continues with another', () => {
    const fifo = at('fifo');
    execFileSync('mkfifo', [fifo]);
    const reader = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
    const stand = new WriterStand(directory(), { isConstantPath: true, flushIntervalMs: 0 });
    stand.take([
      { path: fifo, text: 'whole' },
      { path: at('other'), text: 'elsewhere' },
      { path: fifo, text: 'l'.repeat(200_000) },
      { path: fifo, text: 'lost' },
    ]);
    expect(stand.settled[0]).to.deep.equal({
      ticket: 1,
      delivered: 2,
      dropped: { 'write-failed': 2 },
      overflowed: 0,
    });
    const before = readAll(reader);
    expect(before.slice(0, 8)).to.equal('whole\nll');
    stand.nowMs += 1000;
    stand.take([{ path: fifo, text: 'next' }]);
    expect(readAll(reader)).to.equal('\nnext\n');
    stand.take([{ path: fifo, text: 'l'.repeat(200_000) }]);
    readAll(reader);
    stand.nowMs += 1000;
    // The newline and the first of these lines fill the 64 KiB of the fifo.
    stand.take([
      { path: fifo, text: 'm'.repeat(65_534) },
      { path: at('other'), text: 'elsewhere' },
      { path: fifo, text: '' },
    ]);
    expect(stand.settled[3]).to.deep.include({ delivered: 2, dropped: { 'write-failed': 1 } });
    expect(readAll(reader) === `\n${'m'.repeat(65_534)}\n`).to.equal(true);
    stand.writer.close();
    closeSync(reader);
  });

  it('of a fifo without reader are no reason to wait', () => {
    execFileSync('mkfifo', [at('fifo')]);
    const stand = new WriterStand(directory(), { isConstantPath: true });
    stand.take([{ path: at('fifo'), text: 'x' }]);
    expect(stand.reports[0]?.message).to.match(
      /ENXIO \(nothing reads it\); start the program that reads it$/,
    );
  });
});

function readAll(fd: number): string {
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = Buffer.alloc(65_536);
    try {
      const length = readSync(fd, chunk);
      if (length === 0) break;
      chunks.push(chunk.subarray(0, length));
    } catch {
      break;
    }
  }
  return Buffer.concat(chunks).toString();
}
