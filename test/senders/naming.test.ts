import { expect } from 'chai';
import {
  array,
  assert as check,
  boolean,
  constantFrom,
  integer,
  property,
  tuple,
} from 'fast-check';
import type { UdpSourceConfig } from '../../lib/config/source-config.ts';
import { udpSources } from '../config/udp-sources.ts';
import { createIntake } from '../pipeline/intake-stand.ts';

describe('names of hosts', () => {
  it('come from the table, else the address', () => {
    const { events, hear } = createIntake({ names: new Map([['192.0.2.1', 'web1']]) });
    hear('192.0.2.1', '[    1.000000] a\n');
    hear('::ffff:192.0.2.1', '[    1.000000] b\n');
    hear('192.0.2.2', '[    1.000000] c\n');
    expect(events).to.deep.equal(['web1: a', 'web1: b', '192.0.2.2: c']);
  });

  it('come from userdata once heard, and stay with the sender', () => {
    const { events, hear } = createIntake({ userdata: 'host' });
    hear('192.0.2.1', '6,1,1000000,-;before\n');
    hear('192.0.2.1', '6,2,1000001,-;telling\n host=web1\n');
    hear('192.0.2.1', '6,3,1000002,-;after\n');
    hear('192.0.2.2', '6,3,1000002,-;another\n');
    expect(events).to.deep.equal([
      '192.0.2.1: before',
      'web1: telling',
      'web1: after',
      '192.0.2.2: another',
    ]);
  });

  it('come from no userdata that was cut', () => {
    const { events, hear, intake } = createIntake({ userdata: 'host' }, { maxMessageBytes: 512 });
    hear('192.0.2.1', '6,1,1000000,-,ncfrag=0/60;text\n host=web1');
    intake.expire(10_000);
    hear('192.0.2.2', `6,1,1000000,-;${'x'.repeat(512 - 14 - 11)}\n host=web10\n`);
    hear('192.0.2.2', '6,2,1000000,-;after\n');
    expect(events.map((event) => event.split(': ')[0])).to.deep.equal([
      '192.0.2.1',
      '192.0.2.2',
      '192.0.2.2',
    ]);
  });

  it('come from the table even when userdata says otherwise', () => {
    const { events, hear } = createIntake({
      userdata: 'host',
      names: new Map([['192.0.2.1', 'table']]),
    });
    hear('192.0.2.1', '6,2,1000001,-;telling\n host=web1\n');
    expect(events).to.deep.equal(['table: telling']);
  });

  for (const signals of [true, false]) {
    it(`are learned again from userdata after a reboot, ${signals ? 'told' : 'untold'}`, () => {
      const { events, hear } = createIntake({ userdata: 'host' }, { signals });
      hear('192.0.2.1', '6,900,500000000,-;telling\n host=web1\n', 0);
      hear('192.0.2.1', '6,901,500100000,-;more\n host=web1\n', 100);
      for (let i = 0; i < 3; i++) {
        hear('192.0.2.1', `6,${i + 400},${i * 1000 + 900_000},-;boot ${i}\n`, 60_000 + i);
      }
      hear('192.0.2.1', '6,404,5000000,-;later\n', 65_000);
      expect(
        events.filter((event) => event.includes('boot') && !event.includes('--')),
      ).to.have.length(3);
      expect(events.at(-1)).to.equal('192.0.2.1: later');
    });
  }

  it('are asked of DNS only when it is on, and change when it answers', () => {
    const off = createIntake({});
    off.hear('192.0.2.1', '[    1.000000] a\n');
    expect(off.asked).to.deep.equal([]);
    const { naming, intake, events, asked, hear } = createIntake({ dns: true });
    hear('192.0.2.1', '[    1.000000] a\n');
    naming.found('192.0.2.1', 'web1.example');
    intake.rename('192.0.2.1');
    hear('192.0.2.1', '[    1.000000] b\n');
    expect(asked).to.deep.equal(['192.0.2.1']);
    expect(events).to.deep.equal(['192.0.2.1: a', 'web1.example: b']);
  });

  it('are claimed by syslog messages, and believed where the configuration says so', () => {
    const message = '<13>Oct 11 22:14:15 db1 p: m';
    const cases: [boolean | string[], string][] = [
      [false, '192.0.2.1 (db1): m'],
      [true, 'db1: m'],
      [['192.0.2.0/24'], 'db1: m'],
      [['198.51.100.0/24'], '192.0.2.1 (db1): m'],
    ];
    for (const [keepHostname, expected] of cases) {
      const { events, hear } = createIntake({}, { keepHostname });
      hear('192.0.2.1', message);
      expect(events).to.deep.equal([expected]);
    }
    const { events, hear } = createIntake({ names: new Map([['192.0.2.1', 'db1']]) });
    hear('192.0.2.1', message);
    expect(events).to.deep.equal(['db1: m']);
  });

  it('are those of the senders, whatever several of them say in turn', () => {
    const sender = constantFrom('192.0.2.1', '192.0.2.2', '192.0.2.3');
    const start = constantFrom(
      '',
      '[    1.000000] ',
      '<13>Oct 11 22:14:15 h p: ',
      '<13>Oct 11 22:14:15 192.0.2.7 p: ',
      '<165>1 - h a 1 - - ',
      '<13>',
      '6,NUMBER,5,-;',
      '6,NUMBER,5,-,ncfrag=0/10;',
      '6,NUMBER,5,-,ncfrag=8/10;',
      '6,NUMBER,5,-,ncfrag=9/8;',
      '6,NUMBER,5,-,ncfrag=0/999999;',
    );
    const said = tuple(sender, start, integer({ min: 1, max: 9 }), constantFrom('\n', ''));
    const options = tuple(constantFrom(0, 5), constantFrom(6666, 514), boolean());
    const claimed = new Map([
      ['<13>Oct 11 22:14:15 h p: ', 'h'],
      ['<13>Oct 11 22:14:15 192.0.2.7 p: ', '192.0.2.7'],
      ['<165>1 - h a 1 - - ', 'h'],
    ]);
    check(
      property(array(said, { maxLength: 40 }), options, (datagrams, [wait, port, keepHostname]) => {
        const listen = { ...(udpSources()[0] as UdpSourceConfig).listen, port };
        const source = { reorderWaitMs: wait, keepHostname, listen };
        const { intake, events, hear } = createIntake({}, source);
        const hosts = new Map<string, string>();
        for (const [index, [address, form, number, end]] of datagrams.entries()) {
          const text = `${address}#${index}.`;
          hosts.set(text, (keepHostname ? claimed.get(form) : undefined) ?? address);
          hear(address, `${form.replace('NUMBER', String(number))}${text}${end}`, index * 3);
        }
        intake.flush(1e6);
        for (const event of events) {
          const [, host = '', message = ''] = /^(\S+)(?: \(\S+\))?: (.*)$/s.exec(event) ?? [];
          for (const text of message.match(/192\.0\.2\.[123]#\d+\./g) ?? []) {
            expect(host, event).to.equal(hosts.get(text));
          }
          if (message.startsWith('-- ')) expect(host).to.match(/^192\.0\.2\.[123]$/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
