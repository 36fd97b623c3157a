import { expect } from 'chai';
import { assert, integer, property } from 'fast-check';
import { parseDuration, printDuration } from '../../lib/config/duration.ts';
import { Fault } from '../../lib/config/fault.ts';
import { parseSize, printSize } from '../../lib/config/size.ts';

describe('sizes', () => {
  const cases: [text: string, bytes: number][] = [
    ['0B', 0],
    ['64KiB', 65_536],
    ['3KB', 3000],
    ['2 MB', 2e6],
    ['1GB', 1e9],
    ['1TB', 1e12],
    ['1.5 MiB', 1_572_864],
    ['2TiB', 2 ** 41],
  ];
  for (const [text, bytes] of cases) {
    it(`${text} is ${bytes}`, () => expect(parseSize(text)).to.equal(bytes));
  }

  for (const text of [
    '64',
    '64K',
    '64kib',
    '-1B',
    '1 GB extra',
    'GB',
    '1e3B',
    '1toString',
    '99999TiB',
  ]) {
    it(`${text} is none`, () => expect(parseSize(text)).to.be.instanceOf(Fault));
  }

  it('print so that they are read back', () => {
    assert(property(integer({ min: 0, max: 2 ** 50 }), (n) => parseSize(printSize(n)) === n));
    expect(printSize(1_000_000)).to.equal('1MB');
  });
});

describe('durations', () => {
  const cases: [text: string, milliseconds: number][] = [
    ['500ms', 500],
    ['10s', 10_000],
    ['1.5m', 90_000],
    ['2 h', 7_200_000],
    ['7d', 604_800_000],
  ];
  for (const [text, milliseconds] of cases) {
    it(`${text} is ${milliseconds}`, () => expect(parseDuration(text)).to.equal(milliseconds));
  }

  for (const text of ['10', '10S', '1w', '-1s', 's', '']) {
    it(`"${text}" is none`, () => expect(parseDuration(text)).to.be.instanceOf(Fault));
  }

  it('print so that they are read back', () => {
    assert(
      property(integer({ min: 0, max: 2 ** 40 }), (n) => parseDuration(printDuration(n)) === n),
    );
  });
});
