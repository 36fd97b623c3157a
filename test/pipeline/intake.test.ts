import { expect } from 'chai';
import { COUNT } from '../../lib/observe/counters.ts';
import { createIntake } from './intake-stand.ts';

describe('Intake', () => {
  it('counts senders let go beside those that were counted before it was made', () => {
    const { intake, counts, hear } = createIntake({}, { maxSenders: 2 });
    counts[COUNT.evicted] = 5;
    for (let last = 1; last <= 4; last++) hear(`192.0.2.${last}`, '[    1.000000] text\n');
    intake.expire(0);
    intake.expire(0);
    intake.flush(1);
    expect(counts[COUNT.evicted]).to.equal(7);
  });

  it('counts each event by its format', () => {
    const listen = { address: '::', port: 514 };
    const { counts, hear, intake } = createIntake({}, { listen });
    hear('192.0.2.1', '** 3 printk messages dropped **\n[    1.000000] basic\n');
    for (const sequence of [1, 2]) hear('192.0.2.1', `6,${sequence},2000000,-;extended\n`);
    for (let i = 0; i < 3; i++) hear('192.0.2.2', '<13>Oct 11 22:14:15 h p: rfc3164');
    for (let i = 0; i < 4; i++) hear('192.0.2.3', '<13>1 - h p - - - rfc5424');
    for (let i = 0; i < 5; i++) hear('192.0.2.4', 'unparsed');
    intake.flush(1);
    const names = [
      'events',
      'basic',
      'extended',
      'rfc3164',
      'rfc5424',
      'unparsed',
      'signals',
    ] as const;
    expect(Object.fromEntries(names.map((name) => [name, counts[COUNT[name]]]))).to.deep.equal({
      events: 15,
      basic: 1,
      extended: 2,
      rfc3164: 3,
      rfc5424: 4,
      unparsed: 5,
      signals: 1,
    });
  });

  it('cuts datagrams that are longer than maxDatagram, and says so', () => {
    const { intake, events, counts, problems, hear } = createIntake({}, { maxMessageBytes: 512 });
    const kernel = '[    1.000000] ';
    const syslog = '<13>Oct 11 22:14:15 h p: ';
    hear('192.0.2.1', `${kernel}${'a'.repeat(511 - kernel.length)}\n`);
    hear('192.0.2.2', `${kernel}${'b'.repeat(600)}\n`);
    hear('192.0.2.3', syslog + 'c'.repeat(512 - syslog.length));
    hear('192.0.2.4', syslog + 'd'.repeat(513 - syslog.length));
    intake.flush(1e6);
    const found = events.map((event, index) => [
      event.slice(0, 9),
      event.length,
      problems[index]?.includes('truncated'),
    ]);
    expect(found.toSorted((a, b) => (String(a) < String(b) ? -1 : 1))).to.deep.equal([
      ['192.0.2.1', '192.0.2.1: '.length + 511 - kernel.length, false],
      ['192.0.2.2', '192.0.2.2: '.length + 512 - kernel.length, true],
      ['192.0.2.3', '192.0.2.3 (h): '.length + 512 - syslog.length, false],
      ['192.0.2.4', '192.0.2.4 (h): '.length + 512 - syslog.length, true],
    ]);
    // What was received, not what was kept of it.
    expect(counts[COUNT.bytes]).to.equal(512 + 616 + 512 + 513);
  });
});

describe('Intake with rateLimit', () => {
  it('refuses and counts what an address sends above it, from all its ports', () => {
    const { events, counts, hear } = createIntake({}, { ratePerSource: 3 });
    for (let i = 0; i < 10; i++) hear('192.0.2.1', `[    1.00000${i}] text\n`);
    hear('192.0.2.2', '[    1.000000] other\n');
    hear('192.0.2.1', '[    2.000000] later\n', 1000);
    expect(events).to.have.length(5);
    expect([
      counts[COUNT.datagrams],
      counts[COUNT.refused],
      counts[COUNT.rateLimited],
    ]).to.deep.equal([12, 7, 7]);
  });
});
