import { expect } from 'chai';
import { parseSyslog } from '../../lib/syslog-parser/parse-syslog.ts';

const HEADER = '<165>1 2003-10-11T22:14:15.003Z host app 123 ID47';
const FIELDS = {
  format: 'rfc5424',
  version: 1,
  facility: 20,
  severity: 5,
  timestamp: '2003-10-11T22:14:15.003Z',
  hostname: 'host',
  appName: 'app',
  procId: '123',
  msgId: 'ID47',
} as const;

/** What is parsed, as a plain object that can be compared. */
function parse(input: string | Uint8Array): unknown {
  return plain(parseSyslog(input, { zone: '+02:00' }));
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('RFC 5424', () => {
  it('takes every field', () => {
    expect(parse(`${HEADER} [a@1 x="1"][b y="2" z=""] An event`)).to.deep.equal({
      ...FIELDS,
      structuredData: { 'a@1': { x: '1' }, b: { y: '2', z: '' } },
      message: 'An event',
      problems: [],
    });
  });

  it('leaves out what is NILVALUE', () => {
    expect(parse('<0>1 - - - - - -')).to.deep.equal({
      format: 'rfc5424',
      version: 1,
      facility: 0,
      severity: 0,
      message: '',
      problems: [],
    });
  });

  it('keeps every space of the message but the first', () => {
    expect(parse(`${HEADER} -   text `)).to.deep.equal({
      ...FIELDS,
      message: '  text ',
      problems: [],
    });
  });

  it('strips a byte order mark, NULs and newlines', () => {
    expect(parse(`${HEADER} - \uFEFFtext\r\n\0\n`)).to.deep.equal({
      ...FIELDS,
      message: 'text',
      problems: [],
    });
  });

  it('keeps text that is not UTF-8 as U+FFFD, and says so', () => {
    const bytes = Buffer.concat([
      Buffer.from(`${HEADER} - a`),
      Buffer.from([0xe4]),
      Buffer.from('b'),
    ]);
    expect(parse(bytes)).to.deep.equal({
      ...FIELDS,
      message: 'a\uFFFDb',
      problems: ['invalid-utf8'],
    });
  });

  it('parses a string and its bytes alike', () => {
    const text = `${HEADER} [a x="ä€\u{1F4A9}"] \uFEFFgrün\n`;
    expect(parse(Buffer.from(text))).to.deep.equal(parse(text));
    expect(parse(text)).to.deep.include({ message: 'grün', problems: [] });
  });
});

describe('RFC 5424 with faults', () => {
  for (const [what, text, wanted] of [
    [
      'version 2',
      '<13>2 2003-10-11T22:14:15Z h a p m - t',
      { version: 2, problems: ['bad-header'] },
    ],
    ['no VERSION', '<13>1 - h a p m - t', { problems: [] }],
    ['extra spaces', '<13>1  -  h  a p m - t', { hostname: 'h', problems: ['bad-header'] }],
    [
      'fields missing',
      '<13>1 2003-10-11T22:14:15Z h a',
      { appName: 'a', message: '', problems: ['bad-header'] },
    ],
    ['SD missing', '<13>1 - h a p m text', { message: 'text', problems: ['bad-structured-data'] }],
    [
      'no space after SD',
      '<13>1 - h a p m [a]text',
      { structuredData: { a: {} }, message: 'text', problems: ['bad-header'] },
    ],
    [
      'a CEF payload',
      '<13>1 2003-10-11T22:14:15Z h CEF:0|V|P| act=x',
      { hostname: 'h', message: 'CEF:0|V|P| act=x', problems: ['bad-header'] },
    ],
    [
      'an impossible date',
      '<13>1 2003-02-30T22:14:15Z h a p m - t',
      { hostname: 'h', message: 't', problems: ['bad-time'] },
    ],
    [
      'a time with something after',
      '<13>1 2003-02-20T22:14:15Z+01:00 h a p m - t',
      { hostname: 'h', problems: ['bad-time'] },
    ],
    [
      'a PRI above 191',
      '<192>1 - h a p m - t',
      { facility: 1, severity: 5, message: '<192>1 - h a p m - t', problems: ['bad-pri'] },
    ],
    [
      'a PRI with leading zeros',
      '<013>1 - h a p m - t',
      { facility: 1, severity: 5, message: 't', problems: ['bad-pri'] },
    ],
    [
      'no PRI',
      '1 2003-10-11T22:14:15Z h a p m - t',
      { facility: 1, severity: 5, hostname: 'h', problems: ['no-pri'] },
    ],
    [
      'a byte order mark first',
      '\uFEFF<14>1 - h a p m - t',
      { severity: 6, message: 't', problems: ['bad-pri'] },
    ],
    [
      'an oversized field',
      `<13>1 - h ${'a'.repeat(49)} p m - t`,
      { appName: 'a'.repeat(49), problems: ['oversized-field'] },
    ],
  ] as const) {
    it(what, () => {
      const message = plain(parseSyslog(text, { format: 'rfc5424' })) as object;
      expect(message).to.deep.include({ format: 'rfc5424', ...wanted });
    });
  }

  it('names no time that is none, and loses none of it', () => {
    const message = parseSyslog('<13>1 yesterday host app - - - t', { format: 'rfc5424' });
    expect(message).to.deep.include({
      message: 'yesterday host app - - - t',
      problems: ['bad-time'],
    });
    expect(message).not.to.have.property('timestamp');
  });
});
