import { expect } from 'chai';
import {
  array,
  assert,
  constantFrom,
  dictionary,
  integer,
  oneof,
  option,
  property,
  record,
  string,
  stringMatching,
  type Arbitrary,
} from 'fast-check';
import {
  encodeRfc3164,
  encodeRfc5424,
  parseSyslog,
  type SyslogFields,
} from '../../lib/syslog-parser/parse-syslog.ts';

const RECEIVED = new Date('2026-06-15T00:00:00Z');

/** A field of printable ASCII that is not the NILVALUE. */
function field(limit: number): Arbitrary<string> {
  return stringMatching(new RegExp(`^[!-~]{1,${limit}}$`)).filter((text) => text !== '-');
}

function pair(min: number, max: number): Arbitrary<string> {
  return integer({ min, max }).map((value) => String(value).padStart(2, '0'));
}

/** Absent stays absent, as in a parsed message. */
function present(fields: object): SyslogFields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as unknown as SyslogFields;
}

const absent = { nil: undefined };
const pri = { facility: integer({ min: 0, max: 23 }), severity: integer({ min: 0, max: 7 }) };
const clock = [pair(1, 12), pair(1, 28), pair(0, 23), pair(0, 59), pair(0, 59)] as const;
const text = string({ unit: 'grapheme', maxLength: 80 }).filter((it) => !/[\0\n\r]$/.test(it));
const name = stringMatching(/^[!#-<>-\\^-~]{1,32}$/);
const value = string({ unit: 'grapheme', maxLength: 20 });
const values = oneof(value, array(value, { minLength: 2, maxLength: 3 }));
const isoTime = record({
  parts: constantFrom('Z', '+01:00', '-23:59'),
  fraction: stringMatching(/^(\.\d{1,6})?$/),
});

const rfc5424Fields = record({
  ...pri,
  timestamp: option(
    isoTime.chain(({ parts, fraction }) =>
      record({
        year: integer({ min: 1000, max: 9999 }),
        month: clock[0],
        day: clock[1],
        hour: clock[2],
        minute: clock[3],
        second: clock[4],
      }).map(
        ({ year, month, day, hour, minute, second }) =>
          `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${parts}`,
      ),
    ),
    absent,
  ),
  hostname: option(field(255), absent),
  appName: option(field(48), absent),
  procId: option(field(128), absent),
  msgId: option(field(32), absent),
  structuredData: option(
    dictionary(name, dictionary(name, values), { minKeys: 1, maxKeys: 4 }),
    absent,
  ),
  message: text,
}).map(present);

const rfc3164Fields = record({
  ...pri,
  month: constantFrom('04', '05', '06'),
  day: clock[1],
  hour: clock[2],
  hostname: stringMatching(/^[a-z][a-z0-9.-]{0,40}$/).filter((it) => it !== 'last'),
  tag: option(
    record({
      appName: stringMatching(/^[A-Za-z][A-Za-z0-9_./-]{0,31}$/).filter(
        (it) => it !== 'CEF' && it !== 'LEEF',
      ),
      procId: option(stringMatching(/^[!-Z^-~]{1,10}$/), absent),
    }),
    absent,
  ),
  message: text,
}).map(({ month, day, hour, tag, message, ...rest }) =>
  present({
    ...rest,
    ...tag,
    timestamp: `2026-${month}-${day}T${hour}:00:59+00:00`,
    // Without a tag, text that has the shape of one is no inverse's fault.
    message: tag === undefined ? `A ${message}`.replace(/^A *\[/, 'A ') : message,
  }),
);

function fieldsOf(bytes: Uint8Array, format: 'rfc3164' | 'rfc5424'): unknown {
  const parsed = parseSyslog(bytes, { format, zone: 'UTC', receivedAt: RECEIVED });
  const { format: _format, version: _version, problems, ...fields } = parsed;
  expect(problems).to.deep.equal([]);
  return JSON.parse(JSON.stringify(fields));
}

describe('encodeRfc5424', () => {
  it('is undone by parseSyslog', () => {
    assert(
      property(rfc5424Fields, (fields) => {
        expect(fieldsOf(encodeRfc5424(fields), 'rfc5424')).to.deep.equal(
          JSON.parse(JSON.stringify(fields)),
        );
      }),
    );
  });

  it('makes nothing that breaks the RFC', () => {
    assert(
      property(rfc5424Fields, (fields) => {
        const { violations } = parseSyslog(encodeRfc5424(fields), {
          format: 'rfc5424',
          strict: true,
        });
        expect(violations).to.deep.equal([]);
      }),
    );
  });

  for (const [what, fields, wanted] of [
    ['nothing but PRI', { facility: 0, severity: 0, message: '' }, '<0>1 - - - - - -'],
    ['text beyond ASCII', { facility: 1, severity: 5, message: 'ä' }, '<13>1 - - - - - - \uFEFFä'],
    [
      'what the grammar forbids',
      {
        facility: 99,
        severity: 9,
        hostname: 'a b',
        appName: '',
        procId: 'ä',
        timestamp: '2016-12-31T23:59:60.1234567Z',
        structuredData: { 'a]b': { 'x=': '"]\\' } },
        message: 'm',
      },
      '<15>1 2016-12-31T23:59:59.123456Z a_b - _ - [a_b x_="\\"\\]\\\\"] m',
    ],
    [
      'a time that is none',
      { facility: 1, severity: 5, timestamp: 'yesterday', message: 'm' },
      '<13>1 - - - - - - m',
    ],
  ] as const) {
    it(what, () => expect(Buffer.from(encodeRfc5424(fields)).toString()).to.equal(wanted));
  }
});

describe('encodeRfc3164', () => {
  it('is undone by parseSyslog', () => {
    assert(
      property(rfc3164Fields, (fields) => {
        expect(fieldsOf(encodeRfc3164(fields), 'rfc3164')).to.deep.equal({ ...fields });
      }),
    );
  });

  for (const line of [
    "<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8",
    '<0>Jan  1 00:00:00 10.1.2.3 sched[0]: text',
    '<13>Feb  5 17:32:18 10.0.0.99 Use the BFG!',
    '<35>PAM-tacplus[12023]: auth failed: 2',
  ]) {
    it(`undoes parseSyslog: ${line}`, () => {
      expect(Buffer.from(encodeRfc3164(parseSyslog(line))).toString()).to.equal(line);
    });
  }

  it('writes - for no hostname, and no header without a time', () => {
    const fields = { facility: 1, severity: 5, appName: 'a', message: 'm' };
    const timestamp = '2026-03-04T15:06:07.5Z';
    expect(Buffer.from(encodeRfc3164({ ...fields, timestamp })).toString()).to.equal(
      '<13>Mar  4 15:06:07 - a: m',
    );
    expect(Buffer.from(encodeRfc3164({ ...fields, hostname: 'h' })).toString()).to.equal(
      '<13>a: m',
    );
  });
});
