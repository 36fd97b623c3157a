import { expect } from 'chai';
import { createIntake } from './intake-stand.ts';

const EPOCH_MS = Date.UTC(2026, 10, 20);

/** An extended record with its kernel's release and a message id. */
function record(sequence: number, messageId: number, release = '6.12.95'): string {
  return `${release},6,${sequence},${sequence}000000,-;text\n msgid=${messageId}\n`;
}

describe('hostRows', () => {
  it('has a row for each name, over its endpoints', () => {
    const names = new Map([['192.0.2.2', 'db1']]);
    const { hear, intake } = createIntake({ names });
    hear('192.0.2.1', record(1, 1), 0);
    hear('192.0.2.2', '[    1.000000] one\n', 0, 1000);
    hear('192.0.2.2', '[    1.000000] other port\n', 2000, 2000);
    const rows = intake.hosts({ epochMs: EPOCH_MS, nowMs: 4000 });
    expect(rows).to.deep.equal([
      {
        name: '192.0.2.1',
        address: '192.0.2.1',
        source: 'netconsole',
        state: 'up',
        lastSeenMs: EPOCH_MS - 4000,
        rate: 0.25,
        datagrams: 1,
        lost: 0,
        droppedByKernel: 0,
        release: '6.12.95',
        file: '',
      },
      {
        name: 'db1',
        address: '192.0.2.2',
        source: 'netconsole',
        state: 'up',
        lastSeenMs: EPOCH_MS - 2000,
        rate: 0.75,
        datagrams: 2,
        lost: 0,
        droppedByKernel: 0,
        release: '',
        file: '',
      },
    ]);
  });

  it('counts what was lost on the way, and what the kernel of the sender dropped', () => {
    const { hear, intake } = createIntake({});
    for (const number of [1, 2, 3, 8, 9]) hear('192.0.2.1', record(number, number), number);
    hear('192.0.2.2', '** 17 printk messages dropped **\n[    1.000000] text\n', 10);
    hear('192.0.2.2', '** 3 printk messages dropped **\n[    2.000000] text\n', 11);
    intake.flush(60_000);
    const rows = intake.hosts({ epochMs: EPOCH_MS, nowMs: 60_000 });
    const losses = rows.map(({ lost, droppedByKernel }) => [lost, droppedByKernel]);
    expect(losses).to.deep.equal([
      [4, 0],
      [0, 20],
    ]);
  });

  it('tells the release of the last boot', () => {
    const { hear, intake } = createIntake({});
    hear('192.0.2.1', record(100, 1), 0);
    hear('192.0.2.1', record(101, 2, '6.13.1'), 1000);
    const [row] = intake.hosts({ epochMs: EPOCH_MS, nowMs: 1000 });
    expect(row?.release).to.equal('6.13.1');
  });

  it('knows nothing of the sender that had the slot before', () => {
    const { hear, intake } = createIntake({}, { maxSenders: 1 });
    for (const number of [1, 2, 3, 8, 9]) hear('192.0.2.1', record(number, number), number);
    intake.flush(60_000);
    hear('192.0.2.2', '<13>1 - h p - - - text', 61_000);
    const rows = intake.hosts({ epochMs: EPOCH_MS, nowMs: 65_000 });
    expect(rows).to.deep.equal([
      {
        name: '192.0.2.2',
        address: '192.0.2.2',
        source: 'netconsole',
        state: 'up',
        lastSeenMs: EPOCH_MS - 4000,
        rate: 0.25,
        datagrams: 1,
        lost: 0,
        droppedByKernel: 0,
        release: '',
        file: '',
      },
    ]);
  });

  it('asks where an informational message goes, in the format that the sender writes', () => {
    const { hear, intake } = createIntake({});
    hear('192.0.2.1', record(1, 1));
    hear('192.0.2.2', '[    1.000000] text\n');
    hear('192.0.2.3', '<13>1 - h p - - - text');
    const moment = { epochMs: EPOCH_MS, nowMs: 0 };
    const rows = intake.hosts(moment, ({ host, format, facility, severity, receivedUs }) =>
      JSON.stringify([host.text, format, facility, severity, receivedUs === EPOCH_MS * 1000]),
    );
    expect(rows.map(({ file }) => JSON.parse(file) as unknown)).to.deep.equal([
      ['192.0.2.1', 1, 0, 6, true],
      ['192.0.2.2', 0, 0, 6, true],
      ['192.0.2.3', 2, 1, 6, true],
    ]);
  });
});
