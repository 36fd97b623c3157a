import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { RunningRelay, sendAll } from './running-relay.ts';
import { freeUdpPort } from '../servers/free-port.ts';
import { SyslogNg } from '../servers/syslog-ng.ts';

const MESSAGES = [
  '<13>Oct 11 22:14:15 db1 su[42]: failed for user',
  "<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8",
  '<165>Oct  1 02:04:05 web1 cron: (root) CMD (true)',
  '<0>Oct 11 22:14:15 web1 kernel[1]: last words',
];

describe('beside the real syslog-ng', () => {
  let relay: RunningRelay;
  let syslogNg: SyslogNg | undefined;

  afterEach(async () => {
    await relay.stop();
    await syslogNg?.stop();
    syslogNg = undefined;
  });

  it('receives what syslog-ng forwards, in both formats', async () => {
    relay = await RunningRelay.start({
      config: `
sources: { net: { type: udp, listen: "127.0.0.1:0", keepHostname: true } }
destinations: { files: { type: file, path: DIR/events.log, template: "$FORMAT $HOST $PROGRAM $PID $PRI $MSG" } }
`,
    });
    const port = await freeUdpPort();
    const relayPort = relay.port('net');
    syslogNg = await SyslogNg.start(`
options { keep-hostname(yes); };
source s { network(transport("udp") ip("127.0.0.1") port(${port})); };
destination d3164 { network("127.0.0.1" transport("udp") port(${relayPort}) persist-name("a")); };
destination d5424 { syslog("127.0.0.1" transport("udp") port(${relayPort}) persist-name("b")); };
log { source(s); destination(d3164); destination(d5424); };
`);
    await sendAll([MESSAGES[0] as string], port);
    const text = await relay.file('events.log', (t) => t.split('\n').length === 3);
    expect(text.split('\n').sort()).to.deep.equal([
      '',
      'rfc3164 db1 su 42 13 failed for user',
      'rfc5424 db1 su 42 13 failed for user',
    ]);
  });

  it('writes the line that syslog-ng writes', async () => {
    const port = await freeUdpPort();
    syslogNg = await SyslogNg.start(`
options { keep-hostname(yes); ts-format(iso); frac-digits(6); flush-lines(1); };
source s { network(transport("udp") ip("127.0.0.1") port(${port})); };
destination d { file("DIR/all.log" template("$HOST $MSGHDR$MSG\\n")); };
log { source(s); destination(d); };
`);
    relay = await RunningRelay.start({
      config: `
sources: { net: { type: udp, listen: "127.0.0.1:0", keepHostname: true } }
destinations: { files: { type: file, path: DIR/all.log, template: "$HOST $MSGHDR$MSG" } }
`,
    });
    await sendAll(MESSAGES, port);
    await sendAll(MESSAGES, relay.port('net'));
    const isComplete = (text: string): boolean => text.split('\n').length === MESSAGES.length + 1;
    const ours = await relay.file('all.log', isComplete);
    const theirs = (): string => readFileSync(join(syslogNg?.directory ?? '', 'all.log'), 'utf8');
    while (!isComplete(theirs())) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(ours).to.equal(theirs());
  });
});
