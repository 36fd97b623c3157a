import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { assert as check, array, integer, property, record } from 'fast-check';
import { HostTable } from '../../lib/senders/host-table.ts';
import type { Sender } from '../../lib/event/sender.ts';
import { SenderKey } from '../../lib/senders/sender-key.ts';
import type { SenderLimits } from '../../lib/senders/sender-table-context.ts';
import { SenderTable } from '../../lib/senders/sender-table.ts';

const SECOND = 1000;
const LIMITS: SenderLimits = { maxSenders: 8, maxPerAddress: 3, idleMs: 10 * SECOND };

function createTable(limits: SenderLimits = LIMITS) {
  const names = new HostTable(100);
  const busy = new Set<number>();
  const forgotten: string[] = [];
  const table = new SenderTable(limits, {
    nameOf: (address) => names.ofText(address),
    scopeName: (scope) => `if${scope}`,
    isBusy: (slot) => busy.has(slot),
    forget: (sender) => void forgotten.push(`${sender.address} ${sender.port}`),
  });
  const key = new SenderKey();
  const hear = (address: string, port: number, nowMs = 0): Sender => {
    expect(key.setFromText(address, port, Number)).to.equal(true);
    return table.at(table.hear(key, nowMs));
  };
  return { table, busy, forgotten, hear };
}

describe('SenderTable', () => {
  it('finds the same sender for the same endpoint, and another for another port', () => {
    const { table, hear } = createTable();
    const first = hear('192.0.2.1', 6665);
    const other = hear('192.0.2.1', 6666);
    expect(hear('192.0.2.1', 6665)).to.equal(first);
    expect(other).not.to.equal(first);
    expect([first.address, first.port, first.host.text]).to.deep.equal([
      '192.0.2.1',
      6665,
      '192.0.2.1',
    ]);
    expect(table.size).to.equal(2);
  });

  it('knows addresses as bytes in network order', () => {
    const { hear } = createTable();
    expect([...hear('192.0.2.1', 1).ip]).to.deep.equal([192, 0, 2, 1]);
    expect([...hear('::ffff:192.0.2.2', 1).ip]).to.deep.equal([192, 0, 2, 2]);
    const scoped = hear('fe80::1:2%3', 1);
    expect(Buffer.from(scoped.ip).toString('hex')).to.equal('fe800000000000000000000000010002');
    expect(scoped.address).to.equal('fe80::1:2%if3');
  });

  it('takes an IPv4-mapped address for the IPv4 one', () => {
    const { hear } = createTable();
    expect(hear('::ffff:192.0.2.1', 1)).to.equal(hear('192.0.2.1', 1));
  });

  it('tells link-local senders of different scopes apart, and no others', () => {
    const { hear } = createTable();
    expect(hear('fe80::1%2', 1)).not.to.equal(hear('fe80::1%3', 1));
    expect(hear('fe80::1%2', 1).address).to.equal('fe80::1%if2');
    expect(hear('2001:db8::1%2', 1)).to.equal(hear('2001:db8::1%3', 1));
  });

  it('lets the endpoint of an address go that was heard longest ago, when it has too many', () => {
    const { forgotten, hear } = createTable();
    for (const port of [1, 2, 3]) hear('192.0.2.1', port, port * SECOND);
    hear('192.0.2.1', 1, 4 * SECOND);
    hear('192.0.2.1', 4, 5 * SECOND);
    expect(forgotten).to.deep.equal(['192.0.2.1 2']);
  });

  it('lets busy senders go last', () => {
    const { busy, forgotten, hear } = createTable();
    const first = hear('192.0.2.1', 1, 1);
    hear('192.0.2.1', 2, 2);
    hear('192.0.2.1', 3, 3);
    busy.add(first.slot);
    hear('192.0.2.1', 4, 4);
    expect(forgotten).to.deep.equal(['192.0.2.1 2']);
  });

  it('keeps a machine when another floods with made-up ports', () => {
    const { forgotten, hear } = createTable({ maxSenders: 8, maxPerAddress: 3, idleMs: 1e9 });
    const machine = hear('192.0.2.7', 6665, 0);
    for (let port = 1; port <= 1000; port++) hear('192.0.2.1', port, port);
    expect(hear('192.0.2.7', 6665, 2000)).to.equal(machine);
    expect(forgotten).to.have.length(997);
  });

  it('forgets what was idle for too long', () => {
    const { table, forgotten, hear } = createTable();
    hear('192.0.2.1', 1, 0);
    hear('192.0.2.2', 1, 9 * SECOND);
    table.expire(10 * SECOND + 1);
    expect(forgotten).to.deep.equal(['192.0.2.1 1']);
    expect(table.size).to.equal(1);
  });

  it('behaves as a plain map of the last heard, whatever comes', () => {
    const step = record({ host: integer({ min: 0, max: 5 }), port: integer({ min: 0, max: 4 }) });
    check(
      property(array(step, { maxLength: 200 }), (steps) => {
        const { table, forgotten, hear } = createTable();
        const known = new Map<string, Sender>();
        for (const [nowMs, { host, port }] of steps.entries()) {
          const sender = hear(`192.0.2.${host}`, port, nowMs);
          for (const gone of forgotten.splice(0)) known.delete(gone);
          const name = `192.0.2.${host} ${port}`;
          const before = known.get(name);
          if (before !== undefined) expect(sender).to.equal(before);
          known.set(name, sender);
          expect([sender.address, sender.port]).to.deep.equal([`192.0.2.${host}`, port]);
          expect(new Set([...known.values()].map(({ slot }) => slot)).size).to.equal(known.size);
          expect(table.size).to.equal(known.size);
          expect(known.size).to.be.at.most(LIMITS.maxSenders);
        }
      }),
    );
  });

  it('grows beyond its first memory', () => {
    const { table, hear } = createTable({ maxSenders: 10_000, maxPerAddress: 64, idleMs: 1e9 });
    const senders = new Map<string, Sender>();
    for (let i = 0; i < 5000; i++) {
      const address = `10.0.${i >> 8}.${i & 255}`;
      senders.set(address, hear(address, 6665));
    }
    for (const [address, sender] of senders) expect(hear(address, 6665)).to.equal(sender);
    expect(table.size).to.equal(5000);
  });

  it('tells the senders heard most, and how many were let go for want of room', () => {
    const { table, hear } = createTable();
    for (const port of [1, 2, 2, 3, 3, 3]) hear('192.0.2.1', port);
    expect(table.busiest(2)).to.deep.equal([
      { address: '192.0.2.1', port: 3, datagrams: 3 },
      { address: '192.0.2.1', port: 2, datagrams: 2 },
    ]);
    expect(table.evicted).to.equal(0);
    hear('192.0.2.1', 4);
    expect(table.evicted).to.equal(1);
    table.expire(11 * SECOND);
    expect([table.size, table.evicted]).to.deep.equal([0, 1]);
  });

  it('counts the datagrams of each, for the senders heard most', () => {
    const { table, hear } = createTable();
    for (const port of [1, 2, 2, 3, 2, 3]) hear('192.0.2.1', port);
    expect(table.busiest(2)).to.deep.equal([
      { address: '192.0.2.1', port: 2, datagrams: 3 },
      { address: '192.0.2.1', port: 3, datagrams: 2 },
    ]);
  });

  it('places endpoints as nobody can predict', () => {
    const module = new URL('../../lib/senders/sender-key.ts', import.meta.url).href;
    const program = `const { SenderKey } = await import('${module}'); console.log(new SenderKey().hash());`;
    const run = (): string => {
      const parameters = ['--import', 'tsx', '--input-type=module', '--eval', program];
      return execFileSync(process.execPath, parameters, { encoding: 'utf8' });
    };
    const hashes = new Set([run(), run(), String(new SenderKey().hash())].map(Number));
    expect(hashes.size).to.equal(3);
  });

  it('finds each of thousands again, as long as it keeps them', () => {
    const limits = { maxSenders: 5000, maxPerAddress: 5000, idleMs: SECOND };
    const { table, hear } = createTable(limits);
    const ports = Array.from({ length: 5000 }, (_, index) => index + 1);
    const slots = ports.map((port) => hear('192.0.2.1', port).slot);
    expect(new Set(slots).size).to.equal(5000);
    expect(ports.map((port) => hear('192.0.2.1', port).slot)).to.deep.equal(slots);
    table.expire(3 * SECOND);
    expect(table.size).to.equal(0);
  });

  it('forgets who has closed its connection, but for the last one of an address', () => {
    const { table, forgotten } = createTable();
    const keys = [1, 2].map((port) => {
      const key = new SenderKey();
      key.setFromText('192.0.2.1', port, Number);
      return key;
    });
    for (const key of keys) table.hear(key, 0);
    for (const key of keys) table.leave(key, 0);
    expect(forgotten).to.deep.equal(['192.0.2.1 1', '192.0.2.1 2']);
    expect([table.size, table.evicted]).to.deep.equal([1, 0]);
    expect(table.ofAddress('192.0.2.1').map(({ port }) => port)).to.deep.equal([2]);
  });

  it('keeps programs of this machine apart by connection, pid and uid, without address, as many as there are', () => {
    const { table } = createTable();
    const key = new SenderKey();
    const slots = [1, 2, 3, 4, 5].map((pid) => {
      key.setLocal(0, pid, 1000);
      return table.hear(key, 0);
    });
    expect(new Set(slots).size).to.equal(5);
    const { address, pid, uid, port, ip } = table.at(slots[4] ?? -1);
    expect({ address, pid, uid, port, ip: ip.length }).to.deep.equal({
      address: '',
      pid: 5,
      uid: 1000,
      port: 0,
      ip: 0,
    });
    table.leave(key, 0);
    expect(table.size).to.equal(4);
    expect(table.busiest(9)).to.deep.equal([]);
  });
});
