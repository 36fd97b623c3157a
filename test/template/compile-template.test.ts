import { expect } from 'chai';
import type { EventView } from '../../lib/event/event-view.ts';
import { BASIC, EXTENDED, RFC3164, RFC5424, SIGNAL, UNPARSED } from '../../lib/event/format.ts';
import { compileTemplate } from '../../lib/template/compile-template.ts';
import { sampleSender, sampleView, setRange } from '../event/sample-view.ts';
import { compiled, rendered } from './rendering.ts';

function extended(): EventView {
  const view = sampleView(
    EXTENDED,
    'usb 1-1: new',
    '6.4.0,4,444,501151268,-,caller=T123;usb 1-1: new\n DEVICE=+usb:1\\x2d1\n host=a\n host=b\n cpu=1\n cpu=2',
  );
  const { bytes, kernel } = view;
  setRange(kernel, 'release', bytes, '6.4.0');
  setRange(kernel, 'sequence', bytes, '444');
  setRange(kernel, 'uptime', bytes, '501151268');
  setRange(kernel, 'caller', bytes, 'T123');
  setRange(kernel, 'fields', bytes, ' DEVICE=+usb:1\\x2d1\n host=a\n host=b\n cpu=1\n cpu=2');
  kernel.uptimeUs = 501_151_268;
  view.severity = 4;
  return view;
}

function syslog(): EventView {
  const view = sampleView(
    RFC5424,
    'An event',
    'app 99 ID7 [a.b@1 x="q\\"\\]\\\\n" x="last"][meta sequenceId="12" y.z="1"]\n',
  );
  const { bytes } = view;
  setRange(view.syslog, 'appName', bytes, 'app');
  setRange(view.syslog, 'procId', bytes, '99');
  setRange(view.syslog, 'msgId', bytes, 'ID7');
  setRange(
    view.syslog,
    'structuredData',
    bytes,
    '[a.b@1 x="q\\"\\]\\\\n" x="last"][meta sequenceId="12" y.z="1"]',
  );
  view.facility = 20;
  view.severity = 5;
  return view;
}

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
      expect(rendered(template, extended())).to.equal(expected);
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

describe('macros of a syslog message', () => {
  const cases: [template: string, expected: string][] = [
    ['$MSGHDR$MSG', 'app[99]: An event'],
    ['$KMSG', 'An event'],
    ['$PROGRAM $PID $MSGID', 'app 99 ID7'],
    ['$SDATA', '[a.b@1 x="q\\"\\]\\\\n" x="last"][meta sequenceId="12" y.z="1"]'],
    ['${.SDATA.a.b@1.x}|${.SDATA.meta.y.z}|${.SDATA.a.b}', 'last|1|'],
    ['$SEQNUM', '12'],
    ['$PRI $TAG $FACILITY', '165 a5 local4'],
    ['$HOST $FULLHOST $HOST_FROM $FULLHOST_FROM', 'web1 web1 web1 web1'],
    ['$SOURCEIP $SOURCEPORT $SOURCE $TAGS', '192.0.2.10 6665 kernel .source.kernel'],
    ['$LOGHOST', 'relay'],
    ['$UPTIME$SEQUENCE$RELEASE$CALLER${KERNEL.host}', ''],
    ['$RAWMSG', 'app 99 ID7 [a.b@1 x="q\\"\\]\\\\n" x="last"][meta sequenceId="12" y.z="1"]'],
  ];
  for (const [template, expected] of cases) {
    it(template, () => {
      expect(rendered(template, syslog())).to.equal(expected);
    });
  }

  it('unescapes a parameter once', () => {
    const view = syslog();
    setRange(view.syslog, 'structuredData', view.bytes, '[a.b@1 x="q\\"\\]\\\\n"');
    expect(rendered('${.SDATA.a.b@1.x}', view)).to.equal('q"]\\n');
  });

  it('repeats a legacy header as it was sent', () => {
    const view = sampleView(RFC3164, 'text', 'prog[12]:  text');
    setRange(view.syslog, 'appName', view.bytes, 'prog');
    setRange(view.syslog, 'legacyHeader', view.bytes, 'prog[12]:  ');
    expect(rendered('$MSGHDR$MSG|$LEGACY_MSGHDR', view)).to.equal('prog[12]:  text|prog[12]:  ');
  });

  it('takes the number before a Cisco time for its sequence number', () => {
    const view = sampleView(RFC3164, 'text', '000123: *Oct 11');
    setRange(view.syslog, 'sequence', view.bytes, '000123');
    expect(rendered('$SEQNUM', view)).to.equal('000123');
  });

  it('has no header without a program', () => {
    const view = sampleView(RFC5424, 'text', '99');
    setRange(view.syslog, 'procId', view.bytes, '99');
    expect(rendered('$MSGHDR$MSG', view)).to.equal('text');
  });

  it('has no fields when it is not parsed', () => {
    const view = syslog();
    view.format = UNPARSED;
    expect(rendered('$PROGRAM$PID$MSGID$SDATA$MSGHDR$LEGACY_MSGHDR$SEQNUM|$MSG', view)).to.equal(
      '|An event',
    );
  });

  it('came from 127.0.0.1 when it did not come over IP', () => {
    const view = syslog();
    view.sender = sampleSender('me', '', 0);
    expect(rendered('$SOURCEIP', view)).to.equal('127.0.0.1');
  });

  it('is sanitised in every macro', () => {
    const evil = 'a\nb\u001b';
    const view = sampleView(RFC5424, 'x', evil);
    for (const name of ['appName', 'procId', 'msgId', 'structuredData', 'legacyHeader']) {
      setRange(view.syslog, name, view.bytes, evil);
    }
    const sender = sampleSender(evil);
    view.sender = sender;
    view.host = sender.host;
    const safe = 'a\\x0ab\\x1b';
    expect(
      rendered('$PROGRAM|$PID|$MSGID|$SDATA|$MSGHDR|$HOST|$HOST_FROM|$RAWMSG|$(echo $HOST)', view),
    ).to.equal(Array(9).fill(safe).join('|'));
  });
});

describe('compileTemplate', () => {
  const view = extended();

  it('knows braces, defaults and $$', () => {
    expect(rendered('${HOST}x $$HOST ${PID:-no pid} ${HOST:-none}', view)).to.equal(
      'web1x $HOST no pid web1',
    );
  });

  it('leaves out one final newline', () => {
    expect(rendered('$HOST\n', view)).to.equal('web1');
    expect(rendered('$HOST\n\n', view)).to.equal('web1\n');
  });

  it('writes the event as JSON', () => {
    expect(JSON.parse(rendered('$JSON', view))).to.include({ message: 'usb 1-1: new' });
  });

  it('names every problem with its place and the nearest macro', () => {
    expect(compileTemplate('$HOTS ${PROGAM} $(ehco x) $ $(hash x) ${HOST')).to.deep.equal([
      { offset: 0, message: '$HOTS is no macro; the nearest one is $HOST' },
      { offset: 6, message: '$PROGAM is no macro; the nearest one is $PROGRAM' },
      { offset: 16, message: '$(ehco) is no function; the nearest one is $(echo)' },
      { offset: 26, message: 'a lone $ names no macro; write $$ for a dollar sign' },
      { offset: 28, message: 'write $(hash N value) with an integer N of 1 or more' },
      { offset: 38, message: 'a ${ is not closed; write ${NAME}' },
    ]);
  });

  it('finds problems inside functions', () => {
    expect(compileTemplate('a $(echo $HOTS)')).to.deep.equal([
      { offset: 9, message: '$HOTS is no macro; the nearest one is $HOST' },
    ]);
  });

  it('refuses names of what every object has', () => {
    expect(compileTemplate('$constructor $(toString x) ${S___proto__}')).to.have.length(3);
  });

  it('warns of unknown macros and leaves them empty when imported', () => {
    const template = compiled('a$NOPE-$ b', { dialect: 'imported' });
    expect(template.warnings).to.deep.equal([
      { offset: 1, message: '$NOPE is no macro of this program and stays empty; remove it' },
    ]);
    expect(rendered('a$NOPE-$ b$', view, { dialect: 'imported' })).to.equal('a-$ b$');
    expect(compileTemplate('$(nope x)', { dialect: 'imported' })).to.have.length(1);
  });

  it('refuses functions nested without end', () => {
    const deep = '$(echo '.repeat(40) + ')'.repeat(40);
    expect(compileTemplate(deep)).to.deep.include({
      offset: 112,
      message: 'functions are nested too deep',
    });
  });

  for (const [text, expected] of [
    ['$HOST', true],
    ['x $FULLHOST $LOGHOST $(hash 4 $HOST)', true],
    ['', true],
    ['$HOST $PROGRAM', false],
    ['$(echo $ISODATE)', false],
    ['${HOST_FROM}', false],
  ] as const) {
    it(`knows whether "${text}" depends only on the host`, () => {
      expect(compiled(text).dependsOnlyOnHost).to.equal(expected);
    });
  }
});
