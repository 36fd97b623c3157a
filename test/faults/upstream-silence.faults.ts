import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { RunningRelay } from '../integration/running-relay.ts';
import { freeTcpPort } from '../servers/free-port.ts';
import { SyslogNg } from '../servers/syslog-ng.ts';
import { accountOf, sendNumbered } from './numbered-events.ts';

function peerStatements(port: number, address: string): string {
  return `options { keep-hostname(yes); use-dns(no); };
source s { syslog(transport("tcp") ip("${address}") port(${port})); };
destination d { file("DIR/all.log" template("$MSG\\n") flush-lines(1)); };
log { source(s); destination(d); flags(flow-control); };`;
}

function startRelay(to: string, settings = ''): Promise<RunningRelay> {
  return RunningRelay.start({
    config: `
sources: { net: { type: udp, listen: "127.0.0.1:0", keepHostname: true } }
destinations: { up: { type: syslog, to: "${to}"${settings} } }
drainTimeout: 60s
`,
  });
}

describe('syslog-ng that is frozen for 20 s', () => {
  it('receives every event once, although the relay is stopped right after the thaw', async () => {
    const port = await freeTcpPort();
    const peer = await SyslogNg.start(peerStatements(port, '127.0.0.1'));
    const relay = await startRelay(`tcp://127.0.0.1:${port}`);
    const events = 15_000;
    const sent = sendNumbered(relay.port('net'), events, 1000);
    await pause(500);
    peer.signal('SIGSTOP');
    // Not until everything is sent: on a busy machine that takes longer.
    await pause(20_000);
    peer.signal('SIGCONT');
    await sent;
    expect(await relay.stop()).to.equal(0);
    const account = accountOf(await peer.settledFile('all.log', 3000), events);
    await peer.stop();
    expect(account, relay.child.stderr).to.deep.equal({ lost: 0, duplicated: 0, outOfOrder: 0 });
  });
});

const SPACE = 'nr-upstream';
const LINK = 'nr-up0';
const HERE = '198.18.77.1';
const THERE = '198.18.77.2';

function ip(...parameters: string[]): void {
  const { status, stderr } = spawnSync('ip', parameters, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${parameters.join(' ')}: ${stderr}`);
}

describe('a peer that vanishes without FIN', () => {
  before(() => {
    ip('netns', 'add', SPACE);
    ip('link', 'add', LINK, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', SPACE);
    ip('address', 'add', `${HERE}/24`, 'dev', LINK);
    ip('link', 'set', LINK, 'up');
    ip('-n', SPACE, 'address', 'add', `${THERE}/24`, 'dev', 'eth0');
    ip('-n', SPACE, 'link', 'set', 'eth0', 'up');
  });

  after(() => ip('netns', 'delete', SPACE));

  it('is given up after `timeout`, and receives the rest when it is back', async () => {
    const peer = await SyslogNg.start(peerStatements(5140, THERE), SPACE);
    const relay = await startRelay(`tcp://${THERE}:5140`, ', timeout: 3s, connectTimeout: 2s');
    const events = 5000;
    const sent = sendNumbered(relay.port('net'), events, 500);
    await pause(2000);
    ip('-n', SPACE, 'link', 'set', 'eth0', 'down');
    const downMs = performance.now();
    await relay.child.printed(/Lost tcp:.*ETIMEDOUT/);
    expect(performance.now() - downMs).to.be.within(2500, 9000);
    ip('-n', SPACE, 'link', 'set', 'eth0', 'up');
    await sent;
    expect(await relay.stop()).to.equal(0);
    const account = accountOf(await peer.settledFile('all.log', 3000), events);
    await peer.stop();
    expect(account).to.deep.include({ lost: 0, outOfOrder: 0 });
  });
});
