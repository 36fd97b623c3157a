import { expect } from 'chai';
import {
  array,
  assert,
  constantFrom,
  oneof,
  property,
  string,
  uint8Array,
  type Arbitrary,
} from 'fast-check';
import {
  encodeRfc3164,
  encodeRfc5424,
  parseSyslog,
  SyslogDecoder,
  SyslogView,
  TIMESTAMP_SIZE,
  writeTimestamp,
} from '../../lib/syslog-parser/parse-syslog.ts';
import { recognise } from '../../lib/syslog-parser/grammar/recognise.ts';

const PIECES = [
  '<13>',
  '<',
  '>',
  '1 ',
  '- ',
  '-',
  ' ',
  '  ',
  ':',
  ': ',
  '[',
  ']',
  '"',
  '\\',
  '=',
  '*',
  '.',
  '%',
  'Oct 11 22:14:15 ',
  'Feb 30 ',
  '2003-10-11T22:14:15',
  '.003',
  'Z',
  '+01:00',
  ' 2024 ',
  '29: ',
  'host ',
  'host',
  'tag[1]: ',
  'tag:',
  '[a x="1"]',
  '%A-1-B: ',
  'UTC: ',
  'CEF:0|',
  '-- ',
  '\n',
  '\0',
  '\uFEFF',
  'ä',
  '[ä€ 𐌼="ä𐌼"]',
  '2001:db8::1 ',
  'Message forwarded from ',
  '(none) ',
  'AP#1 ',
  '("U7LT,aabbccddeeff,v4") ',
  'aabbccddeeff,U7-1.2: ',
  'fe80::1%eth0 ',
  'RP/0/RP0/CPU0:',
  'rack 4 sw: ',
  '*task: ',
  ' EETDST: ',
  ' +0530: ',
  '%%01A ',
  'a,b: ',
  '[]: ',
  'last message repeated ',
  ',',
];

const pieces = array(constantFrom(...PIECES), { maxLength: 20 }).map((some) => some.join(''));

/** Bytes that are nearly syslog, and bytes that are anything. */
const messages: Arbitrary<Uint8Array> = oneof(
  pieces.map((text) => Buffer.from(text)),
  uint8Array({ maxLength: 200 }),
);

const RANGES = [
  ['hostStart', 'hostEnd'],
  ['appNameStart', 'appNameEnd'],
  ['procIdStart', 'procIdEnd'],
  ['msgIdStart', 'msgIdEnd'],
  ['structuredDataStart', 'structuredDataEnd'],
  ['legacyHeaderStart', 'legacyHeaderEnd'],
  ['messageStart', 'messageEnd'],
  ['sequenceStart', 'sequenceEnd'],
  ['fractionStart', 'fractionEnd'],
  ['timestampStart', 'timestampEnd'],
] as const;

describe('any bytes', () => {
  const decoder = new SyslogDecoder({ zone: 'Europe/Berlin' });
  const view = new SyslogView();
  const target = new Uint8Array(300);

  it('leave the view with ranges inside of them, or absent', () => {
    assert(
      property(messages, constantFrom('decodeRfc5424', 'decodeRfc3164'), (message, decode) => {
        const bytes = Buffer.concat([Buffer.from('<1>'), message, Buffer.from(' [x]: "')]);
        const end = 3 + message.length;
        decoder[decode](bytes, 3, end, view, 1e15);
        for (const [start, stop] of RANGES) {
          if (view[start] === -1 && view[stop] === -1) continue;
          expect(view[start], start).to.be.within(3, view[stop]);
          expect(view[stop], stop).to.be.at.most(end);
        }
        if (!view.hasTime) return;
        const size = writeTimestamp(view, bytes, target, 0);
        expect(size).to.be.at.most(TIMESTAMP_SIZE + view.fractionEnd - view.fractionStart);
        expect(Buffer.from(target.subarray(0, size)).toString()).to.match(
          /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('are decoded alike whatever was decoded before', () => {
    assert(
      property(messages, messages, (before, message) => {
        const fresh = new SyslogView();
        const used = new SyslogView();
        decoder.decodeRfc5424(before, 0, before.length, used, 1e15);
        decoder.decodeRfc3164(before, 0, before.length, used, 1e15);
        decoder.decodeRfc3164(message, 0, message.length, fresh, 1e15);
        decoder.decodeRfc3164(message, 0, message.length, used, 1e15);
        for (const key of Object.keys(fresh) as (keyof SyslogView)[]) {
          if (isTimePart(key) && !fresh.hasTime) continue;
          expect(used[key], key).to.deep.equal(fresh[key]);
        }
      }),
    );
  });

  it('are recognised and decoded without looking after the end', () => {
    assert(
      property(messages, (message) => {
        const end = message.length;
        const after = Buffer.concat([message, Buffer.from('Oct 11 22:14:15 1 - ')]);
        expect(recognise(after, 0, end)).to.equal(recognise(message, 0, end));
        const alone = new SyslogView();
        const followed = new SyslogView();
        decoder.decode(message, 0, end, alone, 1e15);
        decoder.decode(after, 0, end, followed, 1e15);
        expect(followed).to.deep.equal(alone);
      }),
    );
  });

  it('may be more than any datagram has', () => {
    const tail = 'x'.repeat(1_000_000);
    const parsed = parseSyslog(`<13>1 - host app ${tail} - [a b="${tail}"] ${tail}é\n`);
    expect(parsed.procId).to.equal(tail);
    expect(parsed.structuredData).to.deep.equal({ a: { b: tail } });
    expect(parsed.message).to.equal(`${tail}é`);
  });

  it('parse to an object that can be encoded again, and never throw', () => {
    assert(
      property(messages, (message) => {
        const parsed = parseSyslog(message, { strict: true, zone: 'UTC' });
        expect(parsed.message).to.be.a('string');
        expect(encodeRfc5424(parsed).length).to.be.above(0);
        expect(encodeRfc3164(parsed).length).to.be.above(0);
      }),
      { numRuns: 2000 },
    );
  });

  it('are the same as their text, where they are UTF-8', () => {
    assert(
      property(pieces, string({ unit: 'grapheme' }), (start, rest) => {
        const text = start + rest;
        const options = { zone: 'UTC', receivedAt: new Date(1e12) };
        expect(parseSyslog(text, options)).to.deep.equal(parseSyslog(Buffer.from(text), options));
      }),
      { numRuns: 1000 },
    );
  });

  it('that no text has are U+FFFD, in a string too', () => {
    const bytes = parseSyslog(Buffer.from([0x3c, 0x31, 0x3e, 0x61, 0xff, 0x62]));
    const text = parseSyslog('<1>a\uD800b');
    expect([bytes.message, text.message]).to.deep.equal(['a\uFFFDb', 'a\uFFFDb']);
    expect([bytes.problems, text.problems]).to.deep.equal([
      ['no-time', 'invalid-utf8'],
      ['no-time', 'invalid-utf8'],
    ]);
  });

  it('are the whole message when the PRI is bad', () => {
    assert(
      property(uint8Array({ maxLength: 100 }), (tail) => {
        const bytes = Buffer.concat([Buffer.from('<999>'), tail, Buffer.from('.')]);
        decoder.decodeRfc3164(bytes, 0, bytes.length, view, 0);
        expect([view.messageStart, view.messageEnd]).to.deep.equal([0, bytes.length]);
      }),
    );
  });
});

function isTimePart(key: string): boolean {
  return /^(?:year|month|day|hour|minute|second|offset|timestampUs|fraction)/.test(key);
}
