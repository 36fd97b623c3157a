import { expect } from 'chai';
import type { Listener } from '../../lib/event/sender.ts';
import { Player } from '../netconsole/decode-recording.ts';

/** The format of `text` as the only datagram, or as the last of several, one a second. */
function formatOf(listener: Partial<Listener>, ...texts: string[]): string | undefined {
  const player = new Player(listener);
  for (const [index, text] of texts.entries()) player.say(text, index / 10);
  player.decoder.flush(60_000);
  return player.events.at(-1)?.format;
}

const SYSLOG_PORT = { port: 514 };
const BASIC = 'netconsole-basic';
const EXTENDED = 'netconsole-extended';
const KERNEL_LINE = '[    1.000000] x\n';
const NOTICE = '** replaying previous printk message **\n';

describe('classify', () => {
  describe('on any port', () => {
    const cases: [string, string][] = [
      ['6,1,2,-;x\n', EXTENDED],
      ['6.4.0,6,1,2,-;x\n', EXTENDED],
      [`${NOTICE}6,1,2,-;x\n`, EXTENDED],
      ['<34>1 2003-10-11T22:14:15.003Z h a p m - x', 'rfc5424'],
      ['<34>1 - - - - - -', 'rfc5424'],
      ['<34>Oct 11 22:14:15 h a: x', 'rfc3164'],
      ['<34>2003-10-11T22:14:15Z h a: x', 'rfc3164'],
      ['<6>[   12.345678] x\n', BASIC],
      ['<6>[    T1] x\n', BASIC],
      [KERNEL_LINE, BASIC],
      ['[    1.000000][    C0] x\n', BASIC],
      [`${NOTICE}${KERNEL_LINE}`, BASIC],
      ['** 17 printk messages dropped **\n[    1.000000] x\n', BASIC],
    ];
    for (const [text, format] of cases) {
      it(`${JSON.stringify(text)} is ${format}`, () => {
        expect(formatOf(SYSLOG_PORT, text)).to.equal(format);
        expect(formatOf({}, text)).to.equal(format);
      });
    }
  });

  it('takes a bare PRI for basic only where netconsole is expected', () => {
    expect(formatOf(SYSLOG_PORT, '<6>x\n')).to.equal('rfc3164');
    expect(formatOf({}, '<6>x\n')).to.equal(BASIC);
    expect(formatOf({ ...SYSLOG_PORT, format: 'netconsole' }, '<6>x\n')).to.equal(BASIC);
    expect(formatOf(SYSLOG_PORT, KERNEL_LINE, '<6>x\n')).to.equal(BASIC);
  });

  it('takes a time without PRI for basic on port 6666 only', () => {
    const text = 'Oct 11 22:14:15 h a: x\n';
    expect(formatOf({}, text)).to.equal(BASIC);
    expect(formatOf(SYSLOG_PORT, text)).to.equal('rfc3164');
    expect(formatOf(SYSLOG_PORT, KERNEL_LINE, text)).to.equal('rfc3164');
  });

  it('takes the rest for basic where netconsole is expected', () => {
    expect(formatOf(SYSLOG_PORT, 'Call Trace:\n')).to.equal('unparsed');
    expect(formatOf({}, 'Call Trace:\n')).to.equal(BASIC);
    expect(formatOf({ ...SYSLOG_PORT, format: 'netconsole' }, 'x\n')).to.equal(BASIC);
    expect(formatOf(SYSLOG_PORT, KERNEL_LINE, 'Call Trace:\n')).to.equal(BASIC);
    expect(formatOf(SYSLOG_PORT, '6,1,2,-;x\n', 'Call Trace:\n')).to.equal(BASIC);
  });

  it('knows a sender for ten minutes, by its whole endpoint', () => {
    const player = new Player(SYSLOG_PORT);
    player.say(KERNEL_LINE, 0, '192.0.2.10:6665');
    player.say('a\n', 1, '192.0.2.10:6666');
    player.say('b\n', 600, '192.0.2.10:6665');
    player.say('c\n', 601, '192.0.2.10:6665');
    const formats = player.events.map(({ format }) => format);
    expect(formats).to.deep.equal([BASIC, 'unparsed', BASIC, 'unparsed']);
  });

  it('does not know a sender by the caller alone', () => {
    expect(formatOf(SYSLOG_PORT, '[    T1] x\n', 'Call Trace:\n')).to.equal('unparsed');
  });

  it('takes what follows an open record for its continuation, a PRI included', () => {
    const player = new Player(SYSLOG_PORT);
    player.say('[    1.000000] Code: ');
    player.say('<65> ');
    player.say('00\n');
    expect(player.events.map(({ message }) => message)).to.deep.equal(['Code: <65> 00']);
  });

  it('finds nothing but syslog on a listener for syslog', () => {
    const syslog = { format: 'syslog' } as const;
    expect(formatOf(syslog, '6,1,2,-;x\n')).to.equal('rfc3164');
    expect(formatOf(syslog, KERNEL_LINE)).to.equal('rfc3164');
    expect(formatOf(syslog, '<34>1 - - - - - -')).to.equal('rfc5424');
  });
});
