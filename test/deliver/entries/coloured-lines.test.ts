import { expect } from 'chai';
import { EventPrinter } from '../../../lib/commands/event-printer.ts';
import { wantsColours } from '../../../lib/log/colours.ts';
import { defaultConfig } from '../../../lib/config/default-config.ts';
import type { SourceConfig } from '../../../lib/config/source-config.ts';
import { RecordingDecoder } from '../../../lib/recording/recording-decoder.ts';
import { Writable } from 'node:stream';

class Screen extends Writable {
  text = '';
  readonly isTTY = true;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** The lines of datagrams on a terminal, `\x1b[…m` written as `{…}`. */
async function shown(...datagrams: readonly string[]): Promise<string[]> {
  const screen = new Screen();
  const printer = new EventPrinter(screen, 'text');
  const decoder = new RecordingDecoder({
    sourceOf: () => defaultConfig().sources[0] as SourceConfig,
    names: { names: new Map(), userdata: undefined, dns: false, scopes: new Map() },
    startUs: 0,
    sink: printer,
  });
  for (const text of datagrams) {
    decoder.take({ bytes: Buffer.from(text), t: undefined, source: undefined, dstPort: 514 });
  }
  decoder.finish();
  await printer.flush();
  return screen.text
    .replaceAll(/\u001b\[([\d;]*)m/g, '{$1}')
    .trimEnd()
    .split('\n');
}

const TIME = '{32}1970-01-01T00:00:00.000000+00:00{0} 192.0.2.1';

describe('lines on a terminal', () => {
  const { NO_COLOR: noColor, TERM: term } = process.env;
  before(() => {
    delete process.env['NO_COLOR'];
    process.env['TERM'] = 'xterm';
  });
  after(() => {
    restore('NO_COLOR', noColor);
    restore('TERM', term);
  });

  it('have the colours of dmesg', async () => {
    expect(
      await shown(
        '6,1,1000000,-;usb 1-1: new device',
        '3,2,2000000,-;EXT4-fs (sda1): error',
        '4,3,3000000,-;no subsystem here',
        '0,4,4000000,-;Kernel panic - not syncing: x',
      ),
    ).to.deep.equal([
      `${TIME} {32}[    1.000000] {0}{33}usb 1-1:{0} new device`,
      `${TIME} {32}[    2.000000] {0}{33}EXT4-fs (sda1):{0}{31} error{0}`,
      `${TIME} {32}[    3.000000] {0}{1}no subsystem here{0}`,
      `${TIME} {32}[    4.000000] {0}{33}Kernel panic - not syncing:{0}{7;31} x{0}`,
    ]);
  });

  it('colour every line of a message, and a syslog message by its severity', async () => {
    expect(await shown('3,1,1000000,-;a\\x0ab\n', '<11>Oct 11 22:14:15 h p: failed')).to.deep.equal(
      [
        `${TIME} {32}[    1.000000] {0}{31}a{0}`,
        `${TIME} {32}[    1.000000] {0}{31}b{0}`,
        `{32}1969-10-11T22:14:15.000000+00:00{0} 192.0.2.1 {31}p: failed{0}`,
      ],
    );
  });

  it('are wanted on terminals, unless NO_COLOR is set or the terminal is dumb', () => {
    const cases = [{}, { NO_COLOR: '' }, { NO_COLOR: '0' }, { TERM: 'dumb' }];
    expect(cases.map((env) => wantsColours(true, env))).to.deep.equal([true, true, false, false]);
    expect(wantsColours(false, {})).to.equal(false);
  });
});

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
