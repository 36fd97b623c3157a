import { expect } from 'chai';
import { KernelPrefix } from '../../../lib/netconsole/basic/kernel-prefix.ts';

/** Decodes in the middle of a larger buffer, so that a wrong bound shows. */
function decode(text: string) {
  const prefix = new KernelPrefix();
  const bytes = Buffer.from(`[ ${text}] x`, 'latin1');
  const end = bytes.length - 3;
  const isPrefix = prefix.decode(bytes, 2, end);
  const { facility, severity, uptimeUs } = prefix;
  const caller = bytes.toString('latin1', prefix.callerStart, prefix.callerEnd);
  const rest = bytes.toString('latin1', prefix.textStart, end);
  return { isPrefix, facility, severity, uptimeUs, caller, rest };
}

const NONE = { isPrefix: false, facility: 0, severity: -1, uptimeUs: Number.NaN, caller: '' };

describe('KernelPrefix', () => {
  const time = { ...NONE, isPrefix: true, uptimeUs: 12_345_678, rest: 'x' };
  const prefixes: [string, object][] = [
    ['[   12.345678] x', time],
    ['[12.345678] x', time],
    ['[    0.000000] x', { ...time, uptimeUs: 0 }],
    ['[123456.789012] x', { ...time, uptimeUs: 123_456_789_012 }],
    ['[   12.345678][    T1] x', { ...time, caller: 'T1' }],
    ['[   12.345678][T1234567] x', { ...time, caller: 'T1234567' }],
    ['[   12.345678][    C0]  x', { ...time, caller: 'C0', rest: ' x' }],
    ['[  T123] x', { ...time, uptimeUs: Number.NaN, caller: 'T123' }],
    ['<6>[   12.345678] x', { ...time, severity: 6 }],
    ['<30>[   12.345678][    T1] x', { ...time, facility: 3, severity: 6, caller: 'T1' }],
    [
      '<2047>[    T1] x',
      { ...time, uptimeUs: Number.NaN, facility: 255, severity: 7, caller: 'T1' },
    ],
    ['[   12.345678] ', { ...time, rest: '' }],
    ['[   12.345678] [    T1] x', { ...time, rest: '[    T1] x' }],
    ['[   12.345678@1] x', { ...time, caller: '@1' }],
    ['<4>[   12.345678@12]  x', { ...time, severity: 4, caller: '@12', rest: ' x' }],
    ['[   12.345678@1]d x', { ...time, caller: '@1' }],
    ['[   12.345678@1][ T1234] x', { ...time, caller: 'T1234' }],
    ['[   12.345678][ T1234@C4] x', { ...time, caller: 'T1234@C4' }],
    ['[ T1234@C4] x', { ...time, uptimeUs: Number.NaN, caller: 'T1234@C4' }],
    ['[   12.345678][S,T0,C4] x', { ...time, caller: 'S,T0,C4' }],
    ['[   12.345678 / 01-02 03:04:05.678] x', time],
    ['[   12.345678 / 01-02 03:04:05.678][0] x', { ...time, caller: '0' }],
    ['[   12.345678s][pid:1,cpu0,swapper/0]x', { ...time, caller: 'pid:1,cpu0,swapper/0' }],
    ['[   12.345678]-(0)[1:init]x', { ...time, rest: '-(0)[1:init]x' }],
    ['<6>x', { ...time, uptimeUs: Number.NaN, severity: 6 }],
    ['<30>x', { ...time, uptimeUs: Number.NaN, facility: 3, severity: 6 }],
    ['<6>[drm] x', { ...time, uptimeUs: Number.NaN, severity: 6, rest: '[drm] x' }],
    ['<6>[   12.345678]x', { ...time, uptimeUs: Number.NaN, severity: 6, rest: '[   12.345678]x' }],
    ['<6>8139too: x', { ...time, uptimeUs: Number.NaN, severity: 6, rest: '8139too: x' }],
  ];
  for (const [text, expected] of prefixes) {
    it(`decodes ${JSON.stringify(text)}`, () => expect(decode(text)).to.deep.equal(expected));
  }

  for (const text of [
    '',
    'x',
    '[',
    '[drm] x',
    '[   12.345678]x',
    '[   12.345678]',
    '[   12.345678',
    '[   12.345] x',
    '[   12.3456789] x',
    '[      12.345678] x',
    '[123456789012.345678] x',
    '[    T] x',
    '[   12.345678][    X1] x',
    '[       T1] x',
    '<6>',
    '<6> x',
    '<65> 48 8b',
    '<192>x',
    '<6>6,416,1758426,-;x',
    '<6>\n',
    '<2048>[   12.345678] x',
    '<>[   12.345678] x',
    '<12345>[   12.345678] x',
    '[    1.000000@] x',
    '[    1.000000@12345] x',
    '[    1.000000@1]dx',
    '[    1.000000@1]dd x',
    '[    1.000000x] x',
    '[    1.000000 / 01-01 00:00:00] x',
    '[    1.000000 / 01-01 00:00:00.00a] x',
    '[    1.000000][S,,C4] x',
    '[    1.000000][S,T] x',
    '[    1.000000][pid:1,cpu0',
    '[S,T0,C4] x',
    '[pid:1,cpu0,init] x',
    '[0] x',
  ]) {
    it(`takes ${JSON.stringify(text)} for text`, () => {
      expect(decode(text)).to.deep.equal({ ...NONE, rest: text });
    });
  }

  it('has no value for a time above 2^53 microseconds', () => {
    expect(decode('[18446744073.709551] x')).to.include({ isPrefix: true, rest: 'x' });
    expect(decode('[18446744073.709551] x').uptimeUs).to.deep.equal(Number.NaN);
  });

  it('tells where the digits of such a time are', () => {
    const prefix = new KernelPrefix();
    const bytes = Buffer.from('<6>[18446744073.709551] x');
    expect(prefix.decode(bytes, 0, bytes.length)).to.equal(true);
    const { longTimeStart, longTimeEnd } = prefix;
    expect(bytes.toString('latin1', longTimeStart, longTimeEnd)).to.equal('18446744073.709551');
    prefix.decode(Buffer.from('[    1.000000] x'), 0, 16);
    expect([prefix.longTimeStart, prefix.longTimeEnd]).to.deep.equal([-1, -1]);
    prefix.decode(bytes, 0, bytes.length);
    prefix.decode(Buffer.from('[18446744073.709551]x'), 0, 21);
    expect([prefix.longTimeStart, prefix.longTimeEnd]).to.deep.equal([-1, -1]);
  });
});
