import { expect } from 'chai';
import { assert, property } from 'fast-check';
import { ByteWriter } from '../../../lib/event/byte-writer.ts';
import { writeEventJson } from '../../../lib/event/json/event-json.ts';
import type { EventView } from '../../../lib/event/event-view.ts';
import { BASIC, EXTENDED, RFC3164, RFC5424, SIGNAL, UNPARSED } from '../../../lib/event/format.ts';
import { problemBit } from '../../../lib/event/problem.ts';
import { sampleListener, sampleSender, sampleView, setRange } from '../sample-view.ts';
import { anyView } from './any-view.ts';

function json(view: EventView): string {
  const out = new ByteWriter(1);
  writeEventJson(view, out);
  return out.bytes.toString('utf8', 0, out.at);
}

/** The record of the example in the documentation of the event. */
function extendedView(): EventView {
  const datagram =
    '6.4.0,4,444,501151268,-,caller=T123,unknown=kept;usb 1-1: new\n SUBSYSTEM=usb\n DEVICE=+usb:1-1\n host=web1';
  const view = sampleView(EXTENDED, 'usb 1-1: new', datagram);
  view.severity = 4;
  const { bytes, kernel } = view;
  setRange(kernel, 'release', bytes, '6.4.0');
  setRange(kernel, 'sequence', bytes, '444');
  setRange(kernel, 'uptime', bytes, '501151268');
  kernel.uptimeUs = 501_151_268;
  setRange(kernel, 'caller', bytes, 'T123');
  kernel.flag = 0x2d;
  setRange(kernel, 'header', bytes, 'unknown=kept');
  setRange(kernel, 'fields', bytes, ' SUBSYSTEM=usb\n DEVICE=+usb:1-1\n host=web1');
  kernel.fragments = 2;
  kernel.gapBefore = 3;
  return view;
}

describe('writeEventJson', () => {
  it('writes an extended record as documented, keys in order', () => {
    expect(json(extendedView())).to.equal(
      '{"receivedAt":"2026-11-20T14:40:00.123456Z",' +
        '"source":{"address":"192.0.2.10","port":6665,"transport":"udp","listener":"kernel"},' +
        '"format":"netconsole-extended","hostname":"web1","facility":0,"severity":4,"appName":"kernel",' +
        '"message":"usb 1-1: new","kernel":{"release":"6.4.0","sequence":444,"uptimeUs":501151268,' +
        '"caller":"T123","flag":"-","fields":{"SUBSYSTEM":"usb","DEVICE":"+usb:1-1","host":"web1"},' +
        '"header":{"unknown":"kept"},"fragments":2,"gapBefore":3}}',
    );
  });

  it('writes what the relay found out about a record', () => {
    const view = sampleView(EXTENDED, '', '');
    view.problems = problemBit('incomplete');
    view.kernel.outOfOrder = true;
    view.kernel.replayNotice = true;
    view.kernel.missing = [0, 1936, 2000, 2549];
    view.kernel.estimatedTimeUs = Date.UTC(2026, 0, 2, 3, 4, 5) * 1000 + 60;
    const event = JSON.parse(json(view)) as {
      kernel: unknown;
      problems: unknown;
      message: unknown;
    };
    expect(event.kernel).to.deep.equal({
      outOfOrder: true,
      replayNotice: true,
      missing: [
        [0, 1936],
        [2000, 2549],
      ],
      estimatedTime: '2026-01-02T03:04:05.000060Z',
    });
    expect(event.problems).to.deep.equal(['incomplete']);
    expect(event.message).to.equal('');
  });

  it('tells of control characters in the message of any format, whatever else is odd', () => {
    const cases: [text: string | Uint8Array, isTold: boolean][] = [
      ['\x1b[31mred', true],
      ['nul \0', true],
      ['a\r', true],
      ['del \x7f', true],
      ['next line \u0085', true],
      ['tab\tand\nnewline, "quoted" \\ grün \u00a0', false],
      ['', false],
      [Uint8Array.of(0x41, 0xc2), false],
    ];
    for (const format of [BASIC, EXTENDED, RFC3164, RFC5424, UNPARSED]) {
      for (const [text, isTold] of cases) {
        const view = sampleView(format, text);
        view.problems = problemBit('truncated');
        const expected = isTold ? ['truncated', 'control-characters'] : ['truncated'];
        expect(JSON.parse(json(view))).to.deep.include({ problems: expected });
        view.problems = 0;
        expect((JSON.parse(json(view)) as { problems?: unknown }).problems).to.deep.equal(
          isTold ? ['control-characters'] : undefined,
        );
      }
    }
  });

  it('copies 64-bit digits', () => {
    const view = sampleView(EXTENDED, 'x', '6,18446744073709551615,18446744073709551614,-;x');
    setRange(view.kernel, 'sequence', view.bytes, '18446744073709551615');
    setRange(view.kernel, 'uptime', view.bytes, '18446744073709551614');
    expect(json(view)).to.include(
      '"sequence":18446744073709551615,"uptimeUs":18446744073709551614',
    );
  });

  it('takes the uptime of a basic record above 2^53 from its digits', () => {
    for (const [time, expected] of [
      ['18446744073.709551', '"uptimeUs":18446744073709551}'],
      ['09999999999.999999', '"uptimeUs":9999999999999999}'],
    ] as const) {
      const view = sampleView(BASIC, 'x', `[${time}] x`);
      setRange(view.kernel, 'uptime', view.bytes, time);
      view.kernel.uptimeUs = Number.NaN;
      expect(json(view)).to.include(expected);
    }
  });

  it('takes the uptime of a basic record from its number, and has no kernel without one', () => {
    const view = sampleView(BASIC, 'x', '[    5.000000] x');
    view.kernel.uptimeUs = 5_000_000;
    expect(JSON.parse(json(view))).to.deep.equal({
      receivedAt: '2026-11-20T14:40:00.123456Z',
      source: { address: '192.0.2.10', port: 6665, transport: 'udp', listener: 'kernel' },
      format: 'netconsole-basic',
      hostname: 'web1',
      facility: 0,
      appName: 'kernel',
      message: 'x',
      kernel: { uptimeUs: 5_000_000 },
    });
    view.kernel.uptimeUs = Number.NaN;
    expect(JSON.parse(json(view))).not.to.have.property('kernel');
  });

  it('names no program for a record that user space wrote', () => {
    const view = sampleView(EXTENDED, 'x');
    view.facility = 3;
    expect(JSON.parse(json(view))).not.to.have.property('appName');
  });

  it('writes RFC 5424 as documented', () => {
    const view = sampleView(
      RFC5424,
      'An application event',
      '<165>1 … db1 evntslog 123 ID47 [exampleSDID@32473 iut="3" ip="192.0.2.1" ip="192.0.2.2"] .900',
    );
    view.facility = 20;
    view.severity = 5;
    const { bytes, syslog } = view;
    setRange(view, 'claimedHost', bytes, 'db1');
    setRange(syslog, 'appName', bytes, 'evntslog');
    setRange(syslog, 'procId', bytes, '123');
    setRange(syslog, 'msgId', bytes, 'ID47');
    setRange(
      syslog,
      'structuredData',
      bytes,
      '[exampleSDID@32473 iut="3" ip="192.0.2.1" ip="192.0.2.2"]',
    );
    setRange(syslog, 'fraction', bytes, '900');
    Object.assign(syslog, { hasTime: true, year: 2026, month: 11, day: 20 });
    Object.assign(syslog, { hour: 15, minute: 39, second: 59, offsetMinutes: 60 });
    view.problems = problemBit('invalid-utf8') | problemBit('no-pri');
    expect(json(view)).to.equal(
      '{"receivedAt":"2026-11-20T14:40:00.123456Z",' +
        '"source":{"address":"192.0.2.10","port":6665,"transport":"udp","listener":"kernel"},' +
        '"format":"rfc5424","hostname":"web1","claimedHostname":"db1","facility":20,"severity":5,' +
        '"timestamp":"2026-11-20T15:39:59.900+01:00","appName":"evntslog","procId":"123","msgId":"ID47",' +
        '"structuredData":{"exampleSDID@32473":{"iut":"3","ip":["192.0.2.1","192.0.2.2"]}},' +
        '"message":"An application event","problems":["no-pri","invalid-utf8"]}',
    );
  });

  for (const [offsetMinutes, offsetIsZ, text] of [
    [0, true, 'Z'],
    [0, false, '+00:00'],
    [-450, false, '-07:30'],
  ] as const) {
    it(`writes the offset ${text} of a time without fraction`, () => {
      const view = sampleView(RFC3164, 'x');
      Object.assign(view.syslog, { hasTime: true, year: 907, month: 1, day: 2, second: 60 });
      Object.assign(view.syslog, { offsetMinutes, offsetIsZ });
      expect(JSON.parse(json(view))).to.have.property('timestamp', `0907-01-02T00:00:60${text}`);
    });
  }

  it('never takes fields of another format from a view used before', () => {
    const view = extendedView();
    view.format = UNPARSED;
    setRange(view.syslog, 'appName', view.bytes, '6.4.0');
    expect(JSON.parse(json(view))).not.to.have.any.keys('kernel', 'appName', 'signal');
    view.format = RFC3164;
    expect(JSON.parse(json(view))).not.to.have.property('kernel');
  });

  it('writes a signal with its word and what the kernel dropped', () => {
    const view = sampleView(SIGNAL, '17 messages dropped');
    view.facility = 5;
    view.severity = 4;
    view.signal = 1;
    view.kernel.dropped = 17;
    expect(JSON.parse(json(view))).to.deep.include({
      format: 'signal',
      kernel: { dropped: 17 },
      signal: 'dropped-by-kernel',
    });
    view.signal = 2;
    view.kernel.dropped = 0;
    expect(JSON.parse(json(view)))
      .to.have.property('signal', 'reboot')
      .and.not.have.property('kernel');
  });

  it('has no address for a sender without one', () => {
    const view = sampleView(UNPARSED, 'x');
    view.sender = sampleSender('me', '', 0);
    view.listener = { ...sampleListener('in'), transport: 'stdin' };
    expect(JSON.parse(json(view))).to.deep.include({
      source: { transport: 'stdin', listener: 'in' },
    });
  });

  it('writes one line of valid JSON whatever the view', () => {
    assert(
      property(anyView(), (view) => {
        const line = json(view);
        const event = JSON.parse(line) as { message: string };
        const text = view.text.subarray(view.textStart, view.textEnd);
        expect(event.message).to.equal(new TextDecoder('utf-8', { ignoreBOM: true }).decode(text));
        expect(line).not.to.match(/[\u0000-\u001f\u007f-\u009f]/);
        expect(line).not.to.match(/:(""|null|\{\}),"[a-z]+":.*"message"/);
      }),
      { numRuns: 2000 },
    );
  });
});
