import { expect } from 'chai';
import { BASIC, EXTENDED, SIGNAL } from '../../lib/event/format.ts';
import { sampleView, setRange } from '../event/sample-view.ts';
import { rendered } from './rendering.ts';
import { extendedRecord } from './sample-events.ts';

describe('macros of a netconsole record', () => {
  const cases: [template: string, expected: string][] = [
    ['$KMSG', '[  501.151268] usb 1-1: new'],
    ['$MSG', '[  501.151268] usb 1-1: new'],
    ['$MESSAGE', '[  501.151268] usb 1-1: new'],
    ['$MSGONLY', 'usb 1-1: new'],
    ['$UPTIME', '501.151268'],
    ['$SEQUENCE $RELEASE $CALLER', '444 6.4.0 T123'],
    ['$PROGRAM|$PID|$MSGHDR|$MSGID|$SDATA|${.SDATA.a.b}', 'kernel|||||'],
    ['${KERNEL.host} ${KERNEL.cpu} ${KERNEL.DEVICE} ${KERNEL.none}', 'a 2 +usb:1-1 '],
    ['$FORMAT $PRI $FACILITY $FACILITY_NUM', 'netconsole-extended 4 kern 0'],
    ['$LEVEL $SEVERITY $PRIORITY $LEVEL_NUM $SEVERITY_NUM', 'warning warning warning 4 4'],
  ];
  for (const [template, expected] of cases) {
    it(template, () => {
      expect(rendered(template, extendedRecord())).to.equal(expected);
    });
  }

  for (const [uptimeUs, expected] of [
    [0, '[    0.000000] x'],
    [999_999, '[    0.999999] x'],
    [12_345_678_901, '[12345.678901] x'],
    [9_999_000_000, '[ 9999.000000] x'],
    [123_456_789_012, '[123456.789012] x'],
    [Number.NaN, 'x'],
  ] as const) {
    it(`KMSG at ${String(uptimeUs)} µs`, () => {
      const view = sampleView(BASIC, 'x');
      view.kernel.uptimeUs = uptimeUs;
      expect(rendered('$KMSG', view)).to.equal(expected);
    });
  }

  it('takes an uptime above 2^53 from its digits', () => {
    const view = sampleView(EXTENDED, 'x', '6,1,18446744073709551615,-;x');
    setRange(view.kernel, 'uptime', view.bytes, '18446744073709551615');
    expect(rendered('$KMSG', view)).to.equal('[18446744073709.551615] x');
    const basic = sampleView(BASIC, 'x', '[18446744073.709551] x');
    setRange(basic.kernel, 'uptime', basic.bytes, '18446744073.709551');
    expect(rendered('$KMSG', basic)).to.equal('[18446744073.709551] x');
    expect(rendered('$UPTIME', basic)).to.equal('18446744073.709551');
  });

  it('is just the text for a signal', () => {
    const view = sampleView(SIGNAL, '-- 3 kernel messages lost --');
    view.kernel.uptimeUs = 5;
    expect(rendered('$KMSG|$MSG|$PROGRAM', view)).to.equal(
      '-- 3 kernel messages lost --|-- 3 kernel messages lost --|',
    );
  });

  it('has the severity of its listener when it says none', () => {
    const view = sampleView(BASIC, 'x');
    expect(rendered('$PRI $LEVEL', view)).to.equal('4 warning');
  });

  it('counts a facility without a number in syslog as user', () => {
    const view = sampleView(EXTENDED, 'x');
    view.facility = 200;
    view.severity = 3;
    expect(rendered('$PRI $TAG $FACILITY $FACILITY_NUM', view)).to.equal('11 0b c8 200');
  });
});
