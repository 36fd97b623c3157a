import { expect } from 'chai';
import { readFileSync, readdirSync } from 'node:fs';
import { PathQuota } from '../../../lib/deliver/file/path-quota.ts';
import { compilePath } from '../../../lib/template/path-template.ts';
import { BatchMaker } from '../batch-maker.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { WriterStand } from './writer-stand.ts';

const DAY_MS = 86_400_000;

describe('new hosts', () => {
  const directory = temporaryDirectory();
  const lines = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => ({
      path: `${directory()}/${from + i}/log`,
      text: 'x',
    }));

  it('never delay the lines of open files', () => {
    const stand = new WriterStand(directory());
    stand.take([{ path: `${directory()}/known`, text: 'first' }]);
    // Every system call takes a millisecond of this clock.
    stand.tickMs = 1;
    stand.nowMs += 1000;
    stand.take([...lines(0, 500), { path: `${directory()}/known`, text: 'second' }]);
    expect(readFileSync(`${directory()}/known`, 'utf8')).to.equal('first\nsecond\n');
    const created = readdirSync(directory()).length - 1;
    expect(created).to.be.within(1, 499);
    stand.nowMs += 250;
    stand.take([{ path: `${directory()}/known`, text: 'third' }]);
    expect(readFileSync(`${directory()}/known`, 'utf8')).to.equal('first\nsecond\nthird\n');
    while (stand.writer.nextDeadline !== undefined && stand.settled.length < 3) {
      stand.nowMs = Math.max(stand.nowMs, stand.writer.nextDeadline);
      stand.writer.tick();
    }
    expect(readdirSync(directory()).length).to.equal(501);
    expect(stand.settled.map(({ ticket, delivered }) => [ticket, delivered])).to.deep.equal([
      [1, 1],
      [3, 1],
      [2, 501],
    ]);
    stand.writer.close();
  });

  it('never delay the lines of open files whose names are numbered anew', () => {
    const stand = new WriterStand(directory());
    const maker = new BatchMaker();
    const known = `${directory()}/known`;
    stand.take([{ path: known, text: 'first' }], maker);
    stand.tickMs = 1;
    stand.nowMs += 1000;
    stand.take(lines(0, 500), maker);
    maker.startEpoch();
    stand.nowMs += 250;
    stand.take([...lines(500, 501), { path: known, text: 'second' }], maker);
    expect(readdirSync(directory()).length).to.be.below(500);
    expect(readFileSync(known, 'utf8')).to.equal('first\nsecond\n');
    stand.writer.close();
  });

  it('beyond the limit share the overflow path, counted, and logged once', () => {
    const stand = new WriterStand(directory(), { maxHosts: 2 });
    for (let i = 0; i < 3; i++) {
      stand.take(lines(0, 4));
      stand.nowMs += 1000;
      stand.writer.tick();
    }
    expect(readdirSync(directory()).sort()).to.deep.equal(['0', '1', '_overflow']);
    expect(readFileSync(`${directory()}/_overflow`, 'utf8')).to.equal('x\n'.repeat(6));
    expect(stand.overflowed).to.equal(6);
    expect(stand.reports).to.deep.equal([
      {
        level: 'warn',
        message: `Too many hosts: lines of further ones go to ${directory()}/_overflow and are counted as too-many-hosts; raise maxHosts, or restrict senders with allow`,
      },
    ]);
    stand.writer.close();
  });

  it('find room again when others were silent for a day', () => {
    const quota = new PathQuota(2);
    expect(['a', 'b', 'c'].map((path) => quota.admit(path, 0))).to.deep.equal([true, true, false]);
    expect(quota.admit('a', DAY_MS / 2)).to.equal(true);
    expect(quota.admit('c', DAY_MS - 1)).to.equal(false);
    expect(quota.admit('c', DAY_MS)).to.equal(true);
    expect(quota.admit('b', DAY_MS)).to.equal(false);
    expect(quota.admit('a', DAY_MS)).to.equal(true);
  });

  it('have an overflow path in place of every macro', () => {
    const paths = ['/log/$YEAR/$HOST/$(substr "$MSG" 0 1).log', '/log/a'].map((text) => {
      const compiled = compilePath(text);
      return Array.isArray(compiled) ? compiled : compiled.overflowPath;
    });
    expect(paths).to.deep.equal(['/log/_overflow/_overflow/_overflow.log', '/log/a']);
  });
});
