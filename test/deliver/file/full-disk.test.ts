import { expect } from 'chai';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statfsSync, unlinkSync, writeFileSync } from 'node:fs';
import { temporaryDirectory } from '../temporary-directory.ts';
import { WriterStand } from './writer-stand.ts';

const lines = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, i) => `${from + i} ${'.'.repeat(90)}\n`).join('');

function takeLines(stand: WriterStand, path: string, from: number, to: number): void {
  for (let i = from; i < to; i += 10) {
    const texts = lines(i, i + 10)
      .trimEnd()
      .split('\n');
    stand.take(texts.map((text) => ({ path, text })));
  }
}

describe('a full disk', () => {
  const directory = temporaryDirectory();

  it('makes lines wait, is logged once, and tried again with a back-off', () => {
    const stand = new WriterStand('/dev', { isConstantPath: true, flushIntervalMs: 0 });
    const take = (events: number): void => stand.take([{ path: '/dev/full', text: 'x', events }]);
    take(3);
    take(2);
    expect([stand.settled, stand.writer.nextDeadline]).to.deep.equal([[], 1100]);
    const calls: number[] = [];
    for (let i = 0; i < 8; i++) {
      const before = stand.writer.writes;
      const deadline = stand.writer.nextDeadline ?? Number.NaN;
      calls.push(deadline - stand.nowMs);
      stand.nowMs = deadline;
      stand.writer.tick();
      expect(stand.writer.writes).to.equal(before + 1);
    }
    expect(calls).to.deep.equal([100, 200, 400, 800, 1600, 3200, 5000, 5000]);
    expect(stand.settled).to.deep.equal([]);
    expect(stand.reports).to.deep.equal([
      {
        level: 'error',
        message:
          'Cannot write to /dev/full: ENOSPC (no space left); free space there, its lines wait in the queue',
      },
    ]);
    stand.writer.close();
  });

  it('keeps nobody waiting whose file system has room', () => {
    const stand = new WriterStand('/', { flushIntervalMs: 0, trustedDirectory: '/' });
    stand.take([
      { path: '/dev/full', text: '1' },
      { path: `${directory()}/a`, text: '2' },
    ]);
    expect(readFileSync(`${directory()}/a`, 'utf8')).to.equal('2\n');
    stand.take([{ path: `${directory()}/a`, text: '3' }]);
    expect(readFileSync(`${directory()}/a`, 'utf8')).to.equal('2\n3\n');
  });

  describe('of a small file system', () => {
    let mount: string;

    beforeEach(function () {
      mount = `${directory()}/small`;
      mkdirSync(mount);
      const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'x', mount], {
        encoding: 'utf8',
      });
      if (status === 0) return;
      process.stdout.write(`skipped: cannot mount a tmpfs: ${stderr.trim()}\n`);
      this.skip();
    });

    afterEach(() => {
      if (statfsSync(mount).type === 0x01021994) execFileSync('umount', ['--lazy', mount]);
      rmSync(mount, { recursive: true });
    });

    it('loses no line and repeats none once there is room again', () => {
      const path = `${mount}/a`;
      writeFileSync(`${mount}/ballast`, Buffer.alloc(40 * 1024));
      const stand = new WriterStand(mount, { flushIntervalMs: 0 });
      takeLines(stand, path, 0, 500);
      const before = readFileSync(path, 'utf8');
      expect(before.length).to.be.lessThan(25 * 1024);
      expect(stand.settled.every(({ delivered }) => delivered === 10)).to.equal(true);
      // Whole batches that are in the file are settled; the others wait.
      expect(stand.settled.length).to.equal(Math.floor((before.split('\n').length - 1) / 10));
      unlinkSync(`${mount}/ballast`);
      stand.nowMs += 60_000;
      stand.writer.tick();
      expect(readFileSync(path, 'utf8')).to.equal(lines(0, 500));
      expect(stand.settled.length).to.equal(50);
      expect(stand.reports.map(({ message }) => message.replace(mount, ''))).to.deep.equal([
        'Cannot write to /a: ENOSPC (no space left); free space there, its lines wait in the queue',
        'Writing to /a again; no event for it dropped',
      ]);
      stand.writer.close();
    });

    it('begins a new line where the file was rotated in the middle of one', () => {
      const path = `${mount}/a`;
      writeFileSync(`${mount}/ballast`, Buffer.alloc(40 * 1024));
      const stand = new WriterStand(mount, { flushIntervalMs: 0 });
      takeLines(stand, path, 0, 300);
      const torn = readFileSync(path, 'utf8');
      unlinkSync(path);
      unlinkSync(`${mount}/ballast`);
      stand.nowMs += 60_000;
      stand.writer.tick();
      const whole = torn.slice(0, torn.lastIndexOf('\n') + 1);
      expect(whole + readFileSync(path, 'utf8')).to.equal(lines(0, 300));
      stand.writer.close();
    });
  });
});
