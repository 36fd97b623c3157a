import { expect } from 'chai';
import { parseSyslog, type Violation } from '../../lib/syslog-parser/parse-syslog.ts';

const HEADER = '<13>1 2003-10-11T22:14:15.003Z h a p m';

function violations(input: string, format: 'rfc3164' | 'rfc5424'): readonly string[] {
  const found: readonly Violation[] = parseSyslog(input, { format, strict: true }).violations ?? [];
  return found.map(({ reason, offset }) => `${reason}@${offset}`);
}

describe('strict RFC 5424', () => {
  for (const text of [
    '<0>1 - - - - - -',
    '<191>999 2018-12-31T23:59:59.999999-23:59 h a p m -',
    `${HEADER} [a x="\\"\\\\\\]ä" x="2"][b] any \0 octets`,
    `${HEADER} - `,
    `${HEADER} - \uFEFFä`,
  ]) {
    it(`finds nothing in ${JSON.stringify(text)}`, () => {
      expect(violations(text, 'rfc5424')).to.deep.equal([]);
    });
  }

  for (const [text, ...wanted] of [
    ['text', 'no-pri@0'],
    ['<192>1 - - - - - -', 'bad-pri@1'],
    ['<013>1 - - - - - -', 'bad-pri@1'],
    ['<1', 'bad-pri@2'],
    ['<13>0 - - - - - -', 'bad-version@4'],
    ['<13>01 - - - - - -', 'bad-version@4'],
    ['<13>1000 - - - - - -', 'missing-blank@7'],
    ['<13>1', 'missing-field@5'],
    ['<13>1 2003-10-11t22:14:15Z - - - - -', 'bad-timestamp@16'],
    ['<13>1 2003-10-11T22:14:15 - - - - -', 'bad-timestamp@25'],
    ['<13>1 2003-10-11T22:14:60Z - - - - -', 'bad-timestamp@23'],
    ['<13>1 2003-10-11T22:14:15.1234567Z - - - - -', 'bad-timestamp@32'],
    ['<13>1 2003-02-29T22:14:15Z - - - - -', 'no-such-date@6'],
    ['<13>1 -  - - - -', 'missing-field@8'],
    ['<13>1 - hö a p m -', 'bad-character@9'],
    [`<13>1 - h ${'a'.repeat(49)} p m -`, 'too-long@58'],
    ['<13>1 - h a p m', 'missing-field@15'],
    ['<13>1 - h a p m ', 'missing-field@16'],
    ['<13>1 - h a p m text', 'bad-structured-data@16'],
    ['<13>1 - h a p m [a x="]"]', 'bad-escape@22'],
    ['<13>1 - h a p m [a x="\\n"]', 'bad-escape@23'],
    ['<13>1 - h a p m [a x=1]', 'bad-structured-data@21'],
    ['<13>1 - h a p m [a][a]', 'duplicate-sd-id@20'],
    [`<13>1 - h a p m [${'a'.repeat(33)}]`, 'too-long@49'],
    ['<13>1 - h a p m -text', 'missing-blank@17'],
  ] as const) {
    it(`${JSON.stringify(text)}: ${wanted.join(', ')}`, () => {
      expect(violations(text, 'rfc5424')).to.deep.equal(wanted);
    });
  }
});

describe('strict RFC 3164', () => {
  for (const text of [
    "<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8",
    '<0>Jan  1 00:00:00 10.1.2.3 sched[0]: text',
    '<0>Feb 29 00:00:00 2001:db8::1 t: x',
  ]) {
    it(`finds nothing in ${text}`, () => expect(violations(text, 'rfc3164')).to.deep.equal([]));
  }

  for (const [text, ...wanted] of [
    ['Use the BFG!', 'no-pri@0'],
    ['<13>text', 'bad-timestamp@4'],
    ['<13>oct 11 22:14:15 h t: x', 'bad-timestamp@4'],
    ['<13>Oct 1 22:14:15 h t: x', 'bad-timestamp@8'],
    ['<13>Oct 01 22:14:15 h t: x', 'bad-timestamp@8'],
    ['<13>Oct 11 2024 22:14:15 h t: x', 'bad-timestamp@13'],
    ['<13>Feb 30 22:14:15 h t: x', 'no-such-date@4'],
    ['<13>Oct 11 22:14:15', 'missing-blank@19'],
    ['<13>Oct 11 22:14:15 tag: x', 'bad-character@23'],
    ['<13>Oct 11 22:14:15 h', 'missing-field@21'],
    ['<13>Oct 11 22:14:15 h %A-1-B: x', 'bad-tag@22'],
    [`<13>Oct 11 22:14:15 h ${'t'.repeat(33)}: x`, 'too-long@54'],
    ['<13>Oct 11 22:14:15 h t: a\tb', 'bad-character@26'],
    [`<13>Oct 11 22:14:15 h t: ${'x'.repeat(1000)}`, 'too-long@1024'],
  ] as const) {
    it(`${JSON.stringify(text.slice(0, 60))}: ${wanted.join(', ')}`, () => {
      expect(violations(text, 'rfc3164')).to.deep.equal(wanted);
    });
  }
});

it('a message full of faults has a bounded list of violations', () => {
  const text = `${HEADER} [a x="${']'.repeat(60_000)}"]`;
  expect(violations(text, 'rfc5424')).to.have.length(32);
});

it('without strict there is no list', () => {
  expect(parseSyslog('text')).not.to.have.property('violations');
});
