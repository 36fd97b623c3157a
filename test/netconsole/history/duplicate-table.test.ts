import { expect } from 'chai';
import * as fc from 'fast-check';
import { KernelView } from '../../../lib/event/kernel-view.ts';
import { DuplicateTable, TableBudget } from '../../../lib/netconsole/history/duplicate-table.ts';

function record(sequence: number, uptimeUs: number): KernelView {
  const kernel = new KernelView();
  kernel.sequence = sequence;
  kernel.uptimeUs = uptimeUs;
  return kernel;
}

function table(bytes = 1 << 20): DuplicateTable {
  const budget = new TableBudget(bytes);
  budget.takeFirst();
  return new DuplicateTable(budget);
}

/** Adds `count` records from `first` on, and returns how many of them are still known afterwards. */
function kept(entries: DuplicateTable, first: number, count: number): number {
  const all = Array.from({ length: count }, (_, index) => record(first + index, 7 * index));
  for (const each of all) entries.add(each, 10);
  return all.filter((each) => entries.has(each, 10)).length;
}

describe('table of duplicates', () => {
  it('knows a record by all of number, uptime and length', () => {
    const numbers = fc.oneof(
      fc.nat({ max: 2000 }),
      fc.integer({ min: 0, max: 2 ** 43 - 1 }),
      fc.constantFrom(2 ** 31, 2 ** 32, 2 ** 32 + 5),
    );
    const uptimes = fc.oneof(fc.nat({ max: 3 }), fc.maxSafeNat(), fc.constant(2 ** 32));
    const one = fc.tuple(numbers, uptimes, fc.nat({ max: 3 }));
    fc.assert(
      fc.property(one, one, ([sequence, uptimeUs, length], [otherSequence, otherUptime, other]) => {
        const entries = table();
        entries.add(record(sequence, uptimeUs), length);
        expect(entries.has(record(sequence, uptimeUs), length)).to.equal(true);
        for (const [s, u, l] of [
          [otherSequence, uptimeUs, length],
          [sequence, otherUptime, length],
          [sequence, uptimeUs, other],
        ] as const) {
          const isSame = s === sequence && u === uptimeUs && l === length;
          expect(entries.has(record(s, u), l)).to.equal(isSame);
          expect(entries.contradicts(record(s, u))).to.equal(s === sequence && u !== uptimeUs);
        }
      }),
    );
  });

  it('keeps 16,384 numbers in a row, wherever they begin', () => {
    for (const first of [0, 1_000_003, 2 ** 32 - 50]) {
      expect(kept(table(), first, 16_384)).to.equal(16_384);
      expect(kept(table(), first, 20_000)).to.equal(16_384);
    }
  });

  it('keeps as many again after numbers that were forgotten, or are lower', () => {
    const booted = table();
    kept(booted, 5_000_000, 300);
    booted.forgetAbove(-1);
    expect(booted.has(record(5_000_299, 7 * 299), 10)).to.equal(false);
    expect(kept(booted, 0, 16_384)).to.equal(16_384);
    const replayed = table();
    kept(replayed, 5_000_000, 300);
    expect(kept(replayed, 0, 16_384)).to.equal(16_384);
  });

  it('forgets only what is above a number', () => {
    const entries = table();
    kept(entries, 2 ** 32 - 3, 6);
    entries.forgetAbove(2 ** 32 - 1);
    const known = [0, 1, 2, 3, 4, 5].filter((index) =>
      entries.has(record(2 ** 32 - 3 + index, 7 * index), 10),
    );
    expect(known).to.deep.equal([0, 1, 2]);
  });

  it('grows no further than the budget goes, and then keeps the latest', () => {
    const entries = table(4 * 4096);
    expect(kept(entries, 0, 5000)).to.equal(512);
    expect(entries.bytes).to.equal(2 * 4096);
  });
});
