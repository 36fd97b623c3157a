import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { writerSettingsOf } from '../../../lib/deliver/file/writer-settings.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { fileConfig } from './file-config.ts';
import { WriterStand } from './writer-stand.ts';

describe('write gathering', () => {
  const directory = temporaryDirectory();
  const lines = (count: number, text: string) =>
    Array.from({ length: count }, (_, host) => ({ path: `${directory()}/host${host}`, text }));

  it('holds nothing back at a thousand lines a second', () => {
    const stand = new WriterStand(directory());
    for (let i = 1; i <= 50; i++) {
      stand.nowMs++;
      stand.take(lines(1, `${i}`));
      expect(stand.settled.length).to.equal(i);
    }
    stand.writer.close();
  });

  it('pauses one millisecond for each write of a few', () => {
    const stand = new WriterStand(directory());
    stand.take(lines(7, 'x'));
    stand.take(lines(1, 'y'));
    expect([stand.settled.length, stand.writer.nextDeadline]).to.deep.equal([1, 1007]);
    stand.nowMs = 1006.9;
    stand.writer.tick();
    expect(stand.settled.length).to.equal(1);
    stand.nowMs = 1007;
    stand.writer.tick();
    expect(stand.settled.length).to.equal(2);
    stand.writer.close();
  });

  it('writes what gathered for a path at once', () => {
    const stand = new WriterStand(directory());
    stand.take(lines(100, 'first'));
    expect(stand.writer.writes).to.equal(100);
    for (const text of ['second', 'third', 'fourth']) stand.take(lines(100, text));
    expect([stand.writer.writes, stand.writer.nextDeadline]).to.deep.equal([100, 1030]);
    stand.nowMs = 1030;
    stand.writer.tick();
    expect(stand.writer.writes).to.equal(200);
    expect(readFileSync(`${directory()}/host99`, 'utf8')).to.equal(
      'first\nsecond\nthird\nfourth\n',
    );
    stand.writer.close();
  });

  it('pauses longer for many files, up to the flush interval', () => {
    const pauses = [250, 60].map((flushIntervalMs) => {
      const stand = new WriterStand(directory(), { flushIntervalMs });
      stand.take(lines(2000, 'x'));
      stand.take(lines(1, 'y'));
      stand.writer.close();
      return (stand.writer.nextDeadline ?? Number.NaN) - stand.nowMs;
    });
    expect(pauses).to.deep.equal([250, 60]);
  });

  it('does not hold more than its share, however long the pause', () => {
    const stand = new WriterStand(directory());
    stand.take(lines(50, 'x'));
    for (let i = 0; i < 8; i++) {
      expect(stand.settled.length).to.equal(1);
      stand.take(lines(1, 'y'.repeat(1024 * 1024)));
    }
    expect(stand.settled.length).to.equal(9);
    stand.writer.close();
  });

  it('may hold half of a small queue, and 32 MiB of a large one', () => {
    const held = [1, 64, 1024].map((mebibytes) => {
      const config = fileConfig('/log/$HOST', { queueBytes: mebibytes * 1024 * 1024 });
      return (
        writerSettingsOf(config, { maxOpen: 1000, owner: undefined }).maxHeldBytes / 1024 / 1024
      );
    });
    expect(held).to.deep.equal([0.5, 32, 32]);
  });

  it('writes what is held when asked to flush', () => {
    const stand = new WriterStand(directory());
    stand.take(lines(20, 'x'));
    stand.take(lines(1, 'y'));
    stand.writer.flush();
    expect(stand.settled.map(({ ticket }) => ticket)).to.deep.equal([1, 2]);
    stand.writer.close();
  });

  it('joins lines of all lengths as they are, plain or not', () => {
    for (const [file, letter] of [
      ['plain', 'a'],
      ['other', 'ä'],
    ] as const) {
      const stand = new WriterStand(directory());
      const texts = Array.from({ length: 500 }, (_, length) => letter.repeat(length));
      stand.take(texts.map((text) => ({ path: `${directory()}/${file}`, text })));
      stand.take([{ path: `${directory()}/beside`, text: 'x' }]);
      stand.nowMs += 1000;
      for (const text of texts) {
        stand.take([
          { path: `${directory()}/${file}`, text },
          { path: `${directory()}/beside`, text },
        ]);
      }
      stand.writer.flush();
      stand.writer.close();
      const expected = texts.map((text) => `${text}\n`).join('');
      expect(readFileSync(`${directory()}/${file}`, 'utf8')).to.equal(expected + expected);
    }
  });
});
