import { expect } from 'chai';
import { RFC3164, RFC5424, UNPARSED } from '../../lib/event/format.ts';
import { sampleSender, sampleView, setRange } from '../event/sample-view.ts';
import { rendered } from './rendering.ts';
import { syslogMessage } from './sample-events.ts';

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
      expect(rendered(template, syslogMessage())).to.equal(expected);
    });
  }

  it('unescapes a parameter once', () => {
    const view = syslogMessage();
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

  it('has a header of the process id alone without a program', () => {
    const view = sampleView(RFC5424, 'text', '99');
    setRange(view.syslog, 'procId', view.bytes, '99');
    expect(rendered('$MSGHDR$MSG', view)).to.equal('[99]: text');
  });

  it('has no fields when it is not parsed', () => {
    const view = syslogMessage();
    view.format = UNPARSED;
    expect(rendered('$PROGRAM$PID$MSGID$SDATA$MSGHDR$LEGACY_MSGHDR$SEQNUM|$MSG', view)).to.equal(
      '|An event',
    );
  });

  it('came from 127.0.0.1 when it did not come over IP', () => {
    const view = syslogMessage();
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
