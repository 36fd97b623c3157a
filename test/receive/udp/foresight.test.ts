import { expect } from 'chai';
import { HostTable } from '../../../lib/senders/host-table.ts';
import { Foresight } from '../../../lib/receive/udp/foresight.ts';
import { ReceivedDatagram } from '../../../lib/receive/udp/received-datagram.ts';
import { SenderTable } from '../../../lib/senders/sender-table.ts';
import { loadSystemCalls } from '../../../lib/system/system-calls.ts';
import { FilledSlots } from '../slots.ts';

const SENDERS = 2000;

function createTable(): SenderTable {
  const names = new HostTable(SENDERS);
  return new SenderTable(
    { maxSenders: SENDERS, maxPerAddress: SENDERS, idleMs: 1000 },
    {
      nameOf: (address) => names.ofText(address),
      scopeName: String,
      isBusy: () => false,
      forget: () => {},
    },
  );
}

/** Ports of datagram number `i`: senders come back, and runs of one socket are from 1 to 600 long. */
const portOf = (i: number): number => 1 + ((i * 7919) % SENDERS);
const socketOf = (i: number): number => (Math.floor(i / 600) + (i % 97 === 0 ? 1 : 0)) % 2;

describe('Foresight', () => {
  it('finds the sender of each datagram in the table of its socket, -1 for new ones', () => {
    const slots = createSlots();
    const { backlog } = slots;
    const tables = [createTable(), createTable()];
    const foresight = new Foresight(backlog);
    const datagram = new ReceivedDatagram();
    const found = { known: 0, unknown: 0 };
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 3000; i++) {
        slots.put(0, {
          bytes: Buffer.from('text'),
          isTruncated: false,
          receivedUs: 1,
          address: '192.0.2.1',
          port: portOf(i),
        });
        expect(backlog.push(0, 1, socketOf(i), 0)).to.equal(1);
      }
      for (; !backlog.isEmpty;) {
        const slot = foresight.next(tables);
        backlog.shift(datagram);
        const table = tables[datagram.socket] as SenderTable;
        if (slot >= 0) expect(table.at(slot).port).to.equal(datagram.key.port);
        const heard = table.hear(datagram.key, 0);
        if (slot >= 0) expect(heard).to.equal(slot);
        found[slot >= 0 ? 'known' : 'unknown']++;
      }
    }
    const distinct = (tables[0] as SenderTable).size + (tables[1] as SenderTable).size;
    // A sender that comes again within one look was new when it was looked for.
    expect(found.unknown).to.be.within(distinct, distinct + 600);
    expect(found.known + found.unknown).to.equal(9000);
  });

  it('looks anew after it was cleared', () => {
    const slots = createSlots();
    const { backlog } = slots;
    const table = createTable();
    const foresight = new Foresight(backlog);
    const datagram = new ReceivedDatagram();
    for (const port of [1, 2, 3, 1, 2, 3]) {
      slots.put(0, {
        bytes: Buffer.from('text'),
        isTruncated: false,
        receivedUs: 1,
        address: '192.0.2.1',
        port,
      });
      backlog.push(0, 1, 0, 0);
    }
    const seen: number[] = [];
    for (let i = 0; !backlog.isEmpty; i++) {
      if (i === 3) foresight.clear();
      seen.push(foresight.next([table]));
      backlog.shift(datagram);
      table.hear(datagram.key, 0);
    }
    expect(seen).to.deep.equal([-1, -1, -1, 0, 1, 2]);
  });
});

function createSlots(): FilledSlots {
  return new FilledSlots(loadSystemCalls(), 1);
}
