import { expect } from 'chai';
import { array, assert, constantFrom, nat, property, record } from 'fast-check';
import {
  accountKey,
  markRange,
  ownerOf,
  parseMarkKey,
  parseSpoolKey,
  printMarkKey,
  printSpoolKey,
  spoolRange,
} from '../../../lib/deliver/spool/spool-key.ts';

const anyKey = record({
  destination: constantFrom('bus', 'bus.2', 'bus-2', 'bus_2', 'b', 'Z0'),
  sequence: nat({ max: 2 ** 48 }),
  events: nat(),
  bytes: nat(),
});

describe('key of a spooled batch', () => {
  it('is read back', () => {
    assert(
      property(anyKey, (key) => {
        expect(parseSpoolKey(printSpoolKey(key))).to.deep.equal(key);
      }),
    );
  });

  it('sorts by sequence, and lies in the range of its destination alone', () => {
    assert(
      property(array(anyKey), constantFrom('bus', 'bus.2', 'b'), (keys, destination) => {
        const { gte, lt } = spoolRange(destination);
        const inRange = keys
          .map((key) => printSpoolKey(key))
          .filter((key) => key >= gte && key < lt)
          .sort()
          .map((key) => parseSpoolKey(key));
        const expected = keys.filter((key) => key.destination === destination);
        expect(inRange.map((key) => key?.sequence)).to.deep.equal(
          expected.map(({ sequence }) => sequence).sort((a, b) => a - b),
        );
      }),
    );
  });

  it('has a mark after all batches of its destination', () => {
    assert(
      property(anyKey, anyKey, (key, { sequence }) => {
        const mark = printMarkKey(key);
        const { gte, lt } = markRange(key.destination);
        expect(parseMarkKey(mark)).to.deep.equal(key);
        expect(parseSpoolKey(mark)).to.equal(undefined);
        expect(parseMarkKey(printSpoolKey(key))).to.equal(undefined);
        expect(ownerOf(mark)).to.equal(key.destination);
        expect(printSpoolKey({ ...key, sequence }) < gte && gte <= mark && mark < lt).to.equal(
          true,
        );
        expect(mark < accountKey(key.destination)).to.equal(true);
      }),
    );
  });

  for (const other of ['', 'bus', 'bus/1-2-3', 'bus/0000000000000g-1-1', 'meta']) {
    it(`is not \`${other}\``, () => expect(parseSpoolKey(other)).to.equal(undefined));
  }
});
