import { expect } from 'chai';
import { COUNT } from '../../lib/observe/counters.ts';
import { SenderKey } from '../../lib/senders/sender-key.ts';
import { createIntake } from './intake-stand.ts';

describe('connections of a source', () => {
  it('are counted by what became of them, and those that are open', () => {
    const { intake, counts } = createIntake({});
    const key = new SenderKey();
    for (const fate of ['accepted', 'accepted', 'refused', 'limited', 'idle'] as const) {
      intake.connection(fate);
    }
    expect(counts[COUNT.connectionsOpen]).to.equal(2);
    // A reload moves one to another source, and one of another source here.
    intake.connection('left');
    intake.connection('joined');
    intake.connection('handshake-failed');
    intake.closed(key, 0);
    expect(counts[COUNT.connectionsOpen]).to.equal(1);
    expect(counts[COUNT.connections]).to.equal(2);
    for (const name of ['Refused', 'Limited', 'Idle'] as const) {
      expect(counts[COUNT[`connections${name}`]], name).to.equal(1);
    }
    expect(counts[COUNT.handshakesFailed]).to.equal(1);
  });

  it('end the record that is open when they are closed', () => {
    const { intake, events, hear } = createIntake({});
    hear('192.0.2.1', '[    1.000000] no newline');
    expect(events).to.deep.equal([]);
    const key = new SenderKey();
    key.setFromText('192.0.2.1', 6665, Number);
    intake.closed(key, 0);
    expect(events).to.deep.equal(['192.0.2.1: no newline']);
  });

  it('of programs of this machine have its name, and the pid where a message names none', () => {
    const { intake, events, counts } = createIntake({ local: 'here' }, { format: 'syslog' });
    const key = new SenderKey();
    key.setLocal(1, 4711, 1000);
    const bytes = Buffer.from('<13>app: text\n');
    const range = { bytes, start: 0, end: bytes.length };
    intake.announce(1);
    intake.datagram({ ...range, receivedUs: 1e15, isTruncated: false, isPlain: false }, key, 0);
    expect(events).to.deep.equal(['here: text']);
    intake.connection('joined');
    intake.closed(key, 0);
    expect(counts[COUNT.sendersKnown]).to.equal(0);
  });
});
