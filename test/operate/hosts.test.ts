import { expect } from 'chai';
import { assert, array, constantFrom, integer, property, record } from 'fast-check';
import { HOST_STATES } from '../../lib/event/host-state.ts';
import { toColumns, toRows, type HostRow } from '../../lib/observe/host-columns.ts';
import { HOST_ORDERS, mergeHosts, firstHosts, toHostStatus } from '../../lib/operate/hosts.ts';
import { sampleHosts } from './sample-relay.ts';

const rows = array(
  record<HostRow>({
    name: constantFrom('a', 'b', 'c'),
    address: constantFrom('10.0.0.1', '10.0.0.2'),
    source: constantFrom('kernel', 'net'),
    state: constantFrom(...HOST_STATES),
    lastSeenMs: integer({ min: 0, max: 9 }),
    rate: integer({ min: 0, max: 9 }),
    datagrams: integer({ min: 0, max: 9 }),
    lost: integer({ min: 0, max: 9 }),
    droppedByKernel: integer({ min: 0, max: 9 }),
    release: constantFrom('', '6.1'),
    file: constantFrom('', '/f'),
  }),
);

const sum = (some: readonly HostRow[]): number =>
  some.reduce((total, { datagrams, lost, rate }) => total + datagrams + 100 * lost + 1e4 * rate, 0);

describe('hosts', () => {
  it('are the same after the way between threads', () => {
    assert(
      property(rows, (some) => expect(toRows(toColumns(some))).to.deep.equal(some) !== undefined),
    );
  });

  it('of the same name are one, and nothing is counted twice or lost', () => {
    assert(
      property(rows, (some) => {
        const merged = mergeHosts(some);
        return (
          new Set(merged.map(({ name }) => name)).size === merged.length &&
          sum(merged) === sum(some) &&
          merged.every(
            ({ name, lastSeenMs }) =>
              lastSeenMs ===
              Math.max(...some.filter((row) => row.name === name).map((row) => row.lastSeenMs)),
          )
        );
      }),
    );
  });

  it('have the state and address of where they were last seen', () => {
    const [first, second] = sampleHosts(2) as [HostRow, HostRow];
    const later = {
      ...second,
      name: first.name,
      source: 'net',
      state: 'down',
      lastSeenMs: first.lastSeenMs + 1,
    } as const;
    const [merged] = mergeHosts([later, first]);
    expect(merged).to.deep.include({
      state: 'down',
      address: second.address,
      source: 'kernel net',
    });
  });

  it('are sorted by every order, by name where they are equal', () => {
    const [a, b, c] = sampleHosts(3).map((row) => ({ ...row, rate: 5 })) as [
      HostRow,
      HostRow,
      HostRow,
    ];
    expect(firstHosts([c, { ...b, rate: 9 }, a], 'rate', 3).map(({ name }) => name)).to.deep.equal([
      b.name,
      a.name,
      c.name,
    ]);
    for (const order of HOST_ORDERS) {
      const sorted = firstHosts(sampleHosts(100), order, 100);
      expect(firstHosts(sorted.toReversed(), order, 100)).to.deep.equal(sorted);
      for (const limit of [0, 1, 7, 99, Number.POSITIVE_INFINITY]) {
        expect(firstHosts(sampleHosts(100), order, limit)).to.deep.equal(sorted.slice(0, limit));
      }
    }
  });

  it('leave out what is not known', () => {
    const [row] = sampleHosts(1) as [HostRow];
    expect(toHostStatus({ ...row, file: '' })).to.have.all.keys(
      'name state address sources lastSeen rate datagrams losses droppedByKernel'.split(' '),
    );
  });
});
