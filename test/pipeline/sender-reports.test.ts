import { expect } from 'chai';
import { COUNT } from '../../lib/observe/counters.ts';
import { createIntake } from './intake-stand.ts';

function reporting(names: Readonly<Record<string, string>> = {}) {
  const reports: string[] = [];
  const settings = { names: new Map(Object.entries(names)) };
  const stand = createIntake(
    settings,
    { maxSenders: 1000 },
    {
      report: (level, message) => reports.push(`${level} ${message}`),
      placesOf: ({ host }) => [`file /var/log/${host.text}/netconsole.log`],
    },
  );
  return { ...stand, reports };
}

describe('reports of senders', () => {
  it('name each new address with its name, format, kernel and file, once', () => {
    const { hear, reports, events } = reporting({ '192.0.2.10': 'web1' });
    hear('192.0.2.10', '6.12.95,6,1,1000000,-;one\n');
    hear('192.0.2.10', '6.12.95,6,2,2000000,-;two\n');
    hear('192.0.2.11', '[    1.000000] basic\n');
    hear('192.0.2.12', '<13>1 2026-11-20T14:40:00Z db1 app - - - m');
    hear('192.0.2.11', '[    2.000000] again\n');
    expect(reports).to.deep.equal([
      'info 192.0.2.10 → web1: netconsole-extended, Linux 6.12.95, file /var/log/web1/netconsole.log',
      'info 192.0.2.11: netconsole-basic, file /var/log/192.0.2.11/netconsole.log',
      'info 192.0.2.12: rfc5424, file /var/log/192.0.2.12/netconsole.log',
    ]);
    expect(events).to.have.length(5);
  });

  it('wait for the first event of a sender whose record is still open', () => {
    const { hear, reports, intake } = reporting();
    hear('192.0.2.1', `6,1,1000000,-,ncfrag=0/2000;${'x'.repeat(950)}`);
    hear('192.0.2.2', '[    1.000000] other\n');
    expect(reports).to.have.length(1);
    intake.flush(10_000);
    expect(reports.at(1)).to.match(/^info 192\.0\.2\.1: netconsole-extended, file /);
  });

  it('are ten in ten seconds, and the others are counted', () => {
    const { hear, reports, counts, events } = reporting();
    for (let last = 1; last <= 200; last++) hear(`192.0.2.${last}`, '[    1.000000] x\n');
    expect(reports).to.have.length(10);
    expect(counts[COUNT.sendersUnreported]).to.equal(190);
    hear('198.51.100.1', '[    1.000000] x\n', 10_000);
    expect(reports).to.have.length(11);
    expect(events).to.have.length(201);
  });

  it('do not name another port of a known address', () => {
    const { hear, reports } = reporting();
    for (let port = 1; port <= 5; port++) hear('192.0.2.1', '[    1.000000] x\n', 0, port);
    expect(reports).to.have.length(1);
  });

  it('name losses and reboots, ten in ten seconds', () => {
    const { hear, reports, counts } = reporting({ '192.0.2.10': 'web1' });
    hear('192.0.2.10', '[    1.000000] x\n');
    hear('192.0.2.10', '** 7 printk messages dropped **\n[    5.000000] x\n');
    expect(reports.slice(1)).to.deep.equal([
      'warn 192.0.2.10 → web1: 7 messages dropped by the kernel',
    ]);
    for (let time = 10; time < 30; time++) {
      hear('192.0.2.10', `** 1 printk messages dropped **\n[   ${time}.000000] x\n`);
    }
    expect(reports).to.have.length(1 + 10);
    expect(counts[COUNT.signalsUnreported]).to.equal(11);
  });
});
