import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { parseSyslog, SyslogDecoder, SyslogView } from '../../lib/syslog-parser/parse-syslog.ts';

interface DialectCase {
  readonly group: string;
  readonly input: string;
  readonly expect: object;
}

const RECEIVED = new Date('2026-11-20T14:40:00Z');
/** What senders write and what it means; facility 1, severity 5 and no problems unless said. */
const DIALECTS = readFileSync(new URL('./dialects.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as DialectCase);

describe('RFC 3164 and its dialects, received on 2026-11-20 in +01:00', () => {
  for (const { group, input, expect: wanted } of DIALECTS) {
    it(`${group}: ${JSON.stringify(input)}`, () => {
      const message = parseSyslog(input, { zone: '+01:00', receivedAt: RECEIVED });
      expect(JSON.parse(JSON.stringify(message))).to.deep.equal({
        format: 'rfc3164',
        facility: 1,
        severity: 5,
        problems: [],
        ...wanted,
      });
    });
  }
});

describe('the header as sent', () => {
  const decoder = new SyslogDecoder({ zone: 'UTC' });
  const view = new SyslogView();

  for (const header of [
    'host prog[1]: ',
    'host prog[1] ',
    'host prog:',
    'host : ',
    'host ',
    'host /usr/sbin/cron[4321]: ',
    '2001:db8::1 prog: ',
    'host prog ',
  ]) {
    it(`'${header}' and the message make the line again`, () => {
      const line = `${header}Some text: [1]`;
      const bytes = Buffer.from(`<13>Oct 11 22:14:15 ${line}`);
      decoder.decodeRfc3164(bytes, 0, bytes.length, view, RECEIVED.getTime() * 1000);
      const range = (start: number, end: number): string => bytes.toString('utf8', start, end);
      const host = range(view.hostStart, view.hostEnd);
      const legacy = range(view.legacyHeaderStart, view.legacyHeaderEnd);
      const message = range(view.messageStart, view.messageEnd);
      expect(`${host} ${legacy}${message}`).to.equal(line);
      expect(message).to.equal('Some text: [1]');
    });
  }
});

describe('the header without a time', () => {
  const decoder = new SyslogDecoder({ zone: 'UTC' });
  const view = new SyslogView();

  for (const [text, host, header, message] of [
    ['<13> su[1]: text', '', 'su[1]: ', 'text'],
    ['<13>web1 su[1]: text', 'web1', 'su[1]: ', 'text'],
    ['<13>7: r1: %A-1-B: text', 'r1', '', '%A-1-B: text'],
    ['<13> only text', '', '', ' only text'],
  ] as const) {
    it(text, () => {
      const bytes = Buffer.from(text);
      decoder.decodeRfc3164(bytes, 0, bytes.length, view, 0);
      const range = (start: number, end: number): string =>
        start === -1 ? '' : bytes.toString('utf8', start, end);
      expect([
        range(view.hostStart, view.hostEnd),
        range(view.legacyHeaderStart, view.legacyHeaderEnd),
        range(view.messageStart, view.messageEnd),
      ]).to.deep.equal([host, header, message]);
    });
  }
});

describe('settings of RFC 3164', () => {
  const LINE = '<13>Oct 11 22:14:15 web1 prog[1]: text';

  it('expectsHostname: false takes the first word for a tag', () => {
    const message = parseSyslog(LINE, { expectsHostname: false });
    expect(message).to.deep.include({ appName: 'web1', message: 'prog[1]: text' });
    expect(message).not.to.have.property('hostname');
  });

  it('isHostname refuses words', () => {
    const options = { isHostname: (name: string) => name !== 'web1' };
    expect(parseSyslog(LINE, options)).not.to.have.property('hostname');
    expect(parseSyslog(LINE.replace('web1', 'web2'), options)).to.include({ hostname: 'web2' });
  });

  it('isAppName refuses tags, which are text then', () => {
    const message = parseSyslog(LINE, { isAppName: (name) => name !== 'prog' });
    expect(message).to.include({ hostname: 'web1', message: 'prog[1]: text' });
    expect(message).not.to.have.any.keys('appName', 'procId');
  });
});
