import { expect } from 'chai';
import { hostNameOf, isConfirmed } from '../../lib/senders/dns-name.ts';

const NAMES = new Map([
  ['192.0.2.10', 'db1'],
  ['192.0.2.11', 'web1'],
  ['2001:db8::11', 'Web1'],
]);

const ANSWERS: readonly (readonly [answer: string, address: string, name: string | undefined])[] = [
  ['host.example.', '192.0.2.1', 'host.example'],
  ['host.example', '192.0.2.1', 'host.example'],
  ['', '192.0.2.1', undefined],
  ['.', '192.0.2.1', undefined],
  ['192.0.2.10', '192.0.2.1', undefined],
  ['192.0.2.1', '192.0.2.1', undefined],
  ['127.1', '192.0.2.1', undefined],
  ['3232235777', '192.0.2.1', undefined],
  ['2001:db8::1', '192.0.2.1', undefined],
  ['[2001:db8::1]', '192.0.2.1', undefined],
  ['::ffff:192.0.2.1.', '192.0.2.1', undefined],
  ['db1', '192.0.2.1', undefined],
  ['DB1.', '192.0.2.1', undefined],
  ['db1', '192.0.2.10', 'db1'],
  ['web1', '2001:db8::11', 'web1'],
  ['web1', '2001:db8::12', undefined],
  ['db1.example', '192.0.2.1', 'db1.example'],
  ['1-2-3-4.example', '192.0.2.1', '1-2-3-4.example'],
];

describe('hostNameOf', () => {
  for (const [answer, address, name] of ANSWERS) {
    it(`${name === undefined ? 'refuses' : 'takes'} '${answer}' for ${address}`, () => {
      expect(hostNameOf(answer, address, NAMES)).to.equal(name);
    });
  }
});

describe('isConfirmed', () => {
  it('compares addresses, not their text', () => {
    expect(isConfirmed('192.0.2.1', ['192.0.2.2', '192.0.2.1'])).to.equal(true);
    expect(isConfirmed('192.0.2.1', ['::ffff:192.0.2.1'])).to.equal(true);
    expect(isConfirmed('fe80::1%eth0', ['FE80:0::1'])).to.equal(true);
    expect(isConfirmed('2001:db8::1', ['2001:db8::2', 'nonsense'])).to.equal(false);
    expect(isConfirmed('192.0.2.1', [])).to.equal(false);
  });
});
