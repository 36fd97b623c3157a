import { expect } from 'chai';
import {
  encodeRfc3164,
  encodeRfc5424,
  parseSyslog,
  SyslogDecoder,
  walkStructuredData,
} from '../../lib/syslog-parser/parse-syslog.ts';

/** As a program in JavaScript calls it. */
type Loose = (...values: readonly unknown[]) => unknown;
const parse = parseSyslog as unknown as Loose;
const walk = walkStructuredData as unknown as Loose;
const fields = { facility: 1, severity: 5, message: 'm' };

describe('wrong types from JavaScript', () => {
  const cases: readonly [call: () => unknown, message: string][] = [
    [() => parse(undefined), 'input must be a string or a Uint8Array, not undefined'],
    [() => parse(null), 'input must be a string or a Uint8Array, not null'],
    [() => parse(['<13>']), 'input must be a string or a Uint8Array, not an array'],
    [() => parse(new ArrayBuffer(4)), 'input must be a string or a Uint8Array, not an object'],
    [() => parse(new Uint16Array(2)), 'input must be a string or a Uint8Array, not a Uint16Array'],
    [() => parse(new Int8Array(2)), 'input must be a string or a Uint8Array, not an Int8Array'],
    [
      () => parse('x', { timezone: 'UTC' }),
      'options.timezone is unknown; the options are format, zone, receivedAt, strict, expectsHostname, isHostname, isAppName',
    ],
    [() => parse('x', null), 'options must be an object, not null'],
    [() => parse('x', 'UTC'), 'options must be an object, not "UTC"'],
    [
      () => parse('x', { format: 'RFC5424' }),
      "options.format must be 'auto', 'rfc3164' or 'rfc5424', not \"RFC5424\"",
    ],
    [() => parse('x', { zone: 60 }), 'options.zone must be a string, not 60'],
    [
      () => parse('x', { receivedAt: Date.now }),
      'options.receivedAt must be a valid Date, not a function',
    ],
    [
      () => parse('x', { receivedAt: new Date('no') }),
      'options.receivedAt must be a valid Date, not an invalid Date',
    ],
    [() => parse('x', { strict: 'yes' }), 'options.strict must be a boolean, not "yes"'],
    [() => parse('x', { isHostname: /a/ }), 'options.isHostname must be a function, not an object'],
    [() => walk('[a]', 0, 3, {}), 'bytes must be a Uint8Array, not "[a]"'],
    [
      () => new (SyslogDecoder as unknown as new (options: unknown) => unknown)({}),
      'options.zone must be a string, not undefined',
    ],
  ];
  for (const encode of [encodeRfc3164, encodeRfc5424] as unknown as Loose[]) {
    const of = (changes: object) => () => encode({ ...fields, ...changes });
    const encoding: readonly [call: () => unknown, message: string][] = [
      [() => encode(undefined), 'fields must be an object, not undefined'],
      [of({ facility: '1' }), 'fields.facility must be a whole number, not "1"'],
      [of({ severity: undefined }), 'fields.severity must be a whole number, not undefined'],
      [of({ message: undefined }), 'fields.message must be a string, not undefined'],
      [of({ procId: 12 }), 'fields.procId must be a string, not 12'],
      [of({ structuredData: 'x' }), 'fields.structuredData must be an object, not "x"'],
      [
        of({ structuredData: { a: { b: 1 } } }),
        'fields.structuredData["a"]["b"] must be a string or a list of strings, not 1',
      ],
    ];
    for (const [call, message] of encoding) {
      it(`${(encode as { name: string }).name}: ${message}`, () => {
        expect(call).to.throw(TypeError, message);
      });
    }
  }
  for (const [call, message] of cases) {
    it(message, () => {
      expect(call).to.throw(TypeError, message);
    });
  }

  it('of options do not spoil the calls that follow', () => {
    expect(() => parse('x', { zone: 1 })).to.throw(TypeError);
    expect(parseSyslog('<13>m').message).to.equal('m');
  });
});
