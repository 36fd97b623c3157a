import { expect } from 'chai';
import { array, assert as check, constantFrom, integer, property, tuple } from 'fast-check';
import { defaultConfig } from '../../lib/config/default-config.ts';
import type { SourceConfig } from '../../lib/config/config.ts';
import { createSourceCounts } from '../../lib/observe/counters.ts';
import { Intake } from '../../lib/pipeline/intake.ts';
import { Naming, type NameSettings } from '../../lib/pipeline/naming.ts';
import { createListener } from '../../lib/pipeline/shard-pipeline.ts';
import { SenderKey } from '../../lib/receive/sender-key.ts';
import { commonGrammar } from '../../lib/syslog-parser/grammar.ts';

const NO_NAMES: NameSettings = {
  names: new Map(),
  userdata: undefined,
  dns: false,
  scopes: new Map(),
};

function text(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.subarray(start, end)).toString();
}

/** An intake that notes each event as `host (claimed): message`. */
function createIntake(settings: Partial<NameSettings>, overrides: Partial<SourceConfig> = {}) {
  const source = { ...(defaultConfig().sources[0] as SourceConfig), ...overrides };
  const events: string[] = [];
  const asked: string[] = [];
  const naming = new Naming({ ...NO_NAMES, ...settings }, (address) => asked.push(address));
  const intake = new Intake(source, {
    listener: createListener(source, 0),
    counts: createSourceCounts(),
    naming,
    grammar: commonGrammar(),
    outlet: {
      take: (view) => {
        const { claimedHostStart: start, claimedHostEnd: end } = view;
        const claimed = start < 0 ? '' : ` (${text(view.bytes, start, end)})`;
        events.push(
          `${view.host.text}${claimed}: ${text(view.text, view.textStart, view.textEnd)}`,
        );
      },
    },
  });
  const key = new SenderKey();
  const hear = (address: string, payload: string, atMs = 0): void => {
    const bytes = Buffer.from(payload);
    key.setFromText(address, 6665, Number);
    intake.announce(1);
    intake.expire(atMs);
    const receivedUs = 1e15 + atMs * 1000;
    intake.datagram(
      { bytes, start: 0, end: bytes.length, receivedUs, isTruncated: false, isPlain: false },
      key,
      atMs,
    );
  };
  return { naming, intake, events, asked, hear };
}

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
    const options = tuple(constantFrom(0, 5), constantFrom(6666, 514));
    check(
      property(array(said, { maxLength: 40 }), options, (datagrams, [reorderWaitMs, port]) => {
        const listen = { ...(defaultConfig().sources[0] as SourceConfig).listen, port };
        const { intake, events, hear } = createIntake({}, { reorderWaitMs, keepHostname: false, listen });
        for (const [index, [address, form, number, end]] of datagrams.entries()) {
          hear(address, `${form.replace('NUMBER', String(number))}${address}${end}`, index * 3);
        }
        intake.flush(1e6);
        for (const event of events) {
          const [, host = '', message = ''] = /^(\S+)(?: \(\S+\))?: (.*)$/s.exec(event) ?? [];
          const addresses = message.match(/192\.0\.2\.[123]/g) ?? [];
          expect(new Set([host, ...addresses]), event).to.deep.equal(new Set([host]));
        }
      }),
      { numRuns: 300 },
    );
  });
});
