import { expect } from 'chai';
import { assert, boolean, property } from 'fast-check';
import { ByteWriter } from '../../lib/event/byte-writer.ts';
import { BASIC, EXTENDED, RFC3164 } from '../../lib/event/format.ts';
import { isPlainText } from '../../lib/event/plain-text.ts';
import { NETCONSOLE_LINE, SYSLOG_LINE } from '../../lib/template/default-lines.ts';
import { anyView } from '../event/json/any-view.ts';
import { sampleView, setRange } from '../event/sample-view.ts';
import { compiled, lines } from './rendering.ts';

describe('lines of an event', () => {
  it('writes a record as documented', () => {
    const view = sampleView(BASIC, 'usb 1-1: new high-speed USB device');
    view.kernel.uptimeUs = 501_151_268;
    expect(lines(compiled(NETCONSOLE_LINE), view)).to.equal(
      '2026-11-20T14:40:00.123456+00:00 web1 [  501.151268] usb 1-1: new high-speed USB device\n',
    );
  });

  it('writes a syslog message as documented', () => {
    const view = sampleView(RFC3164, 'text', 'prog[1]: text');
    setRange(view.syslog, 'legacyHeader', view.bytes, 'prog[1]: ');
    Object.assign(view.syslog, { hasTime: true, timestampUs: 0, offsetMinutes: 60 });
    expect(lines(compiled(SYSLOG_LINE), view)).to.equal(
      '1970-01-01T01:00:00.000000+01:00 web1 prog[1]: text\n',
    );
  });

  const cases: [name: string, text: string, expected: string][] = [
    [
      'a line for each line',
      'a\nb\n\nc',
      'web1 [    5.000000] a\nweb1 [    5.000000] b\nweb1 [    5.000000] \nweb1 [    5.000000] c\n',
    ],
    ['one line for no text', '', 'web1 [    5.000000] \n'],
    ['an empty last line', 'a\n', 'web1 [    5.000000] a\nweb1 [    5.000000] \n'],
    ['no line that a carriage return begins', 'a\rb', 'web1 [    5.000000] a\\x0db\n'],
  ];
  for (const [name, text, expected] of cases) {
    it(`writes ${name}`, () => {
      const view = sampleView(BASIC, text);
      view.kernel.uptimeUs = 5_000_000;
      expect(lines(compiled('$HOST $KMSG'), view)).to.equal(expected);
    });
  }

  it('escapes newlines in every other macro', () => {
    const view = sampleView(BASIC, 'a\nb', 'raw\nraw');
    expect(lines(compiled('$RAWMSG: $MSG'), view)).to.equal('raw\\x0araw: a\nraw\\x0araw: b\n');
  });

  it('writes as many lines as the message has, each with its beginning, whatever the view', () => {
    const template = compiled(
      `LINE ${NETCONSOLE_LINE} $MSGHDR$PROGRAM$PID$MSGID$SDATA$RAWMSG$SEQUENCE$RELEASE$CALLER` +
        '${KERNEL.a}${.SDATA.a.b}$S_FULLDATE$PRI$TAG$JSON$(lowercase $RAWMSG)${MSGID:-none}',
    );
    assert(
      property(anyView(), (view) => {
        const written = lines(template, view);
        const text = Buffer.from(view.text).toString('latin1', view.textStart, view.textEnd);
        expect(written.split('\nLINE ')).to.have.length(text.split('\n').length);
        expect(written).to.match(/^LINE [^]*\n$/);
        expect(written.replaceAll('\nLINE ', '').slice(0, -1)).not.to.match(
          /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/,
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('writes an uptime of twenty digits whole, wherever the buffer ends', () => {
    const view = sampleView(EXTENDED, 'panic', '6,1,18446744073709551615,-;panic');
    setRange(view.kernel, 'uptime', view.bytes, '18446744073709551615');
    view.kernel.uptimeUs = Number.NaN;
    view.isPlain = true;
    // The least that a line reserves.
    view.end = view.start;
    const template = compiled(NETCONSOLE_LINE);
    for (let room = 0; room < 250; room++) {
      const out = new ByteWriter(room);
      template.render(view, view.textStart, view.textEnd, out);
      expect(out.bytes.toString('latin1', 0, out.at), `${room} bytes`).to.match(
        / web1 \[18446744073709\.551615\] panic$/,
      );
    }
  });

  it('writes plain lines as it writes all others, whatever the view', () => {
    const count = { whole: 0, all: 0 };
    for (const template of [compiled(SYSLOG_LINE), compiled(NETCONSOLE_LINE)]) {
      assert(
        property(anyView(), boolean(), boolean(), (view, hasPlainText, hasPlainBytes) => {
          if (hasPlainText) view.text = view.text.map(printable);
          if (hasPlainBytes) view.bytes = view.bytes.map(printable);
          const others = lines(template, view);
          view.isPlain = isPlainText(view.text, view.textStart, view.textEnd);
          count.all++;
          if (view.isPlain) count.whole++;
          expect(lines(template, view)).to.equal(others);
        }),
        { numRuns: 1000 },
      );
    }
    expect(count.whole).to.be.within(count.all / 4, count.all * 0.9);
  });
});

function printable(byte: number): number {
  return 0x20 + (byte % 0x5f);
}
