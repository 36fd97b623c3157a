import { expect } from 'chai';
import { encodeTestDatagram, type TestFormat } from '../../lib/commands/test-datagram.ts';

const origin = {
  uptimeUs: 501_051_268n,
  now: new Date(2026, 10, 5, 7, 8, 9),
  hostname: 'web1',
  pid: 42,
};

function encode(format: TestFormat, text: string): string {
  return encodeTestDatagram(format, text, origin).toString();
}

describe('encodeTestDatagram', () => {
  it('writes basic records as the kernel does, the prefix on each line', () => {
    expect(encode('netconsole', 'one\ntwo')).to.equal('[  501.051268] one\n[  501.051268] two\n');
  });

  it('writes extended records with escapes', () => {
    expect(encode('extended', 'a\tb\\ü~')).to.equal(
      '6,501051,501051268,-;a\\x09b\\x5c\\xc3\\xbc~\n',
    );
  });

  it('writes RFC 3164 with local time and a space before a one-digit day', () => {
    expect(encode('rfc3164', 'hello')).to.equal(
      '<13>Nov  5 07:08:09 web1 netconsole-relay[42]: hello',
    );
  });

  it('writes RFC 5424', () => {
    expect(encode('rfc5424', 'hello')).to.equal(
      `<13>1 ${origin.now.toISOString()} web1 netconsole-relay 42 - - hello`,
    );
  });
});
