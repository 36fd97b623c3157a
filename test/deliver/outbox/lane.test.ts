import { expect } from 'chai';
import { Lane, type GapVerdict } from '../../../lib/deliver/outbox/lane.ts';

const ranges = (...ends: readonly number[]) =>
  ends.slice(1).map((next, i) => ({ prev: ends[i] ?? 0, next }));

interface Case {
  readonly name: string;
  readonly confirmed: number;
  readonly sent: number;
  readonly current: number;
  readonly unconfirmed: { readonly prev: number; readonly next: number }[];
  readonly verdict: GapVerdict;
}

const CASES: readonly Case[] = [
  {
    name: 'the confirmed count: continues there',
    confirmed: 100,
    sent: 300,
    current: 100,
    unconfirmed: ranges(100, 200, 300),
    verdict: { kind: 'continue', index: 0, lost: 0 },
  },
  {
    name: 'between the confirmed and the sent count: continues there',
    confirmed: 100,
    sent: 300,
    current: 200,
    unconfirmed: ranges(100, 200, 300),
    verdict: { kind: 'continue', index: 1, lost: 0 },
  },
  {
    name: 'everything sent: nothing is left to renumber',
    confirmed: 100,
    sent: 200,
    current: 200,
    unconfirmed: ranges(100, 200),
    verdict: { kind: 'continue', index: -1, lost: 0 },
  },
  {
    name: 'below the confirmed count: the server lost events',
    confirmed: 100,
    sent: 300,
    current: 40,
    unconfirmed: ranges(100, 200, 300),
    verdict: { kind: 'continue', index: 0, lost: 60 },
  },
  {
    name: 'before a refused parcel: the next one continues there',
    confirmed: 100,
    sent: 300,
    current: 100,
    unconfirmed: ranges(200, 300),
    verdict: { kind: 'continue', index: 0, lost: 0 },
  },
  {
    name: 'above everything sent: another writer',
    confirmed: 100,
    sent: 300,
    current: 301,
    unconfirmed: ranges(100, 200, 300),
    verdict: { kind: 'foreign' },
  },
  {
    name: 'within a parcel: another writer',
    confirmed: 100,
    sent: 300,
    current: 150,
    unconfirmed: ranges(100, 200, 300),
    verdict: { kind: 'foreign' },
  },
];

describe('lane whose peer counts', () => {
  for (const { name, confirmed, sent, current, unconfirmed, verdict } of CASES) {
    it(name, () => {
      const lane = new Lane();
      lane.sent({ prev: 0, next: sent });
      lane.confirmed({ prev: 0, next: confirmed });
      expect(lane.resolve(current, unconfirmed)).to.deep.equal(verdict);
    });
  }

  it('nothing, twice: events counted as lost are not counted again', () => {
    const lane = new Lane();
    lane.sent({ prev: 0, next: 500 });
    lane.confirmed({ prev: 0, next: 100 });
    expect(lane.resolve(0, ranges(100, 500))).to.deep.include({ lost: 100 });
    lane.confirmed({ prev: 0, next: 500 });
    expect(lane.resolve(0, ranges(500, 600))).to.deep.include({ lost: 400 });
  });

  it('more than a restored lane has sent in this process: an earlier one sent it', () => {
    expect(new Lane('00000000000000ff').isForeign(1_000_000)).to.equal(false);
    expect(new Lane().isForeign(1)).to.equal(true);
  });
});
