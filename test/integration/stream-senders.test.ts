import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { Authority } from '../servers/certificates.ts';
import { environmentOf, findProgram } from '../servers/ensure-programs.ts';
import { freeTcpPort } from '../servers/free-port.ts';
import { Rsyslog } from '../servers/rsyslog.ts';
import { SyslogNg } from '../servers/syslog-ng.ts';
import { sendLines } from './send-lines.ts';
import { StreamRelay, type PrintedEvent } from './stream-relay.ts';

const SENT = '<165>1 2026-10-11T22:14:15.003Z web1 app 42 ID47 - fields are equal';

function run(program: string, ...parameters: string[]): void {
  const command = findProgram(program) ?? program;
  const { status, stderr } = spawnSync(command, parameters, {
    encoding: 'utf8',
    // loggen looks for its plugins where the package would be installed.
    env: { ...environmentOf(command), SYSLOGNG_PREFIX: dirname(dirname(command)) },
  });
  if (status !== 0) throw new Error(`${program} ${parameters.join(' ')}: ${stderr}`);
}

/** What every sender keeps of a message. */
function fieldsOf({ claimedHostname, facility, severity, appName, procId, message }: PrintedEvent) {
  return { claimedHostname, facility, severity, appName, procId, message };
}

/** An action of rsyslog. */
function forward(parameters: string): string {
  return `action(type="omfwd" target="127.0.0.1" protocol="tcp" ${parameters})`;
}

const EXPECTED = {
  claimedHostname: 'web1',
  facility: 20,
  severity: 5,
  appName: 'app',
  procId: '42',
  message: 'fields are equal',
};

describe('senders to stream and socket sources', () => {
  const authority = new Authority('authority of the tests');
  const own = authority.issue({ name: 'localhost' });
  const client = authority.issue({ name: 'web1' });
  const tls = (mode: string): string =>
    `tls: { cert: ${own.cert}, key: ${own.key}, ca: ${authority.file}, clientCertificates: ${mode} }`;
  let relay: StreamRelay;

  before(async () => {
    relay = await StreamRelay.start(`
  udp: { type: udp, listen: "127.0.0.1:0" }
  tcp: { type: tcp, listen: "127.0.0.1:0" }
  counted: { type: tcp, listen: "127.0.0.1:0", framing: octet-counting }
  anonymous: { type: tls, listen: "127.0.0.1:0", ${tls('none')} }
  required: { type: tls, listen: "127.0.0.1:0", ${tls('required')} }
  dgram: { type: unix-dgram, path: DIR/dgram }
  stream: { type: unix-stream, path: DIR/stream }`);
  });

  after(() => relay.stop());

  const file = (name: string): string => join(relay.relay.directory, name);
  const port = (source: string): string => String(relay.relay.port(source));

  it('are syslog-ng: network(), syslog(), TLS, unix-dgram(), unix-stream()', async () => {
    const input = await freeTcpPort();
    const client3164 = 'template("<$PRI>$DATE $HOST $MSGHDR$MSG\\n")';
    const trust = `ca-file("${authority.file}") peer-verify(yes)`;
    const key = `key-file("${client.key}") cert-file("${client.cert}")`;
    const destinations = {
      network: `network("127.0.0.1" port(${port('tcp')}))`,
      syslog: `syslog("127.0.0.1" port(${port('counted')}))`,
      anonymous: `syslog("localhost" port(${port('anonymous')}) transport("tls") tls(${trust}))`,
      required: `syslog("localhost" port(${port('required')}) transport("tls") tls(${trust} ${key}))`,
      dgram: `unix-dgram("${file('dgram')}" ${client3164})`,
      stream: `unix-stream("${file('stream')}" ${client3164})`,
    };
    const logs = Object.entries(destinations).map(
      ([name, driver]) =>
        `destination d_${name} { ${driver}; }; log { source(s); destination(d_${name}); };`,
    );
    const server = await SyslogNg.start(
      `options { keep-hostname(yes); time-reopen(1); };\nsource s { syslog(ip("127.0.0.1") port(${input})); };\n${logs.join('\n')}`,
    );
    try {
      await sendLines(input, [`${SENT.length} ${SENT}`], '');
      for (const source of ['tcp', 'counted', 'anonymous', 'required', 'dgram', 'stream']) {
        const [event] = await relay.received(1, source);
        expect(event && fieldsOf(event), source).to.deep.equal(EXPECTED);
        const hasData = ['counted', 'anonymous', 'required'].includes(source);
        expect(event?.format, source).to.equal(hasData ? 'rfc5424' : 'rfc3164');
      }
      for (const source of ['dgram', 'stream'] as const) {
        const [event] = relay.events(source);
        expect(event?.source, source).to.include({
          transport: `unix-${source}`,
          uid: process.getuid?.(),
        });
        expect(event?.source.pid, source).to.be.above(0);
        expect(event?.source).to.not.have.property('address');
      }
    } finally {
      await server.stop();
    }
  });

  it('are rsyslog: omfwd with lines, and with octet counting', async () => {
    const before = relay.events('tcp').length;
    const input = await freeTcpPort();
    const server = await Rsyslog.start(`
module(load="imtcp")
input(type="imtcp" address="127.0.0.1" port="${input}")
${forward(`port="${port('tcp')}" template="RSYSLOG_SyslogProtocol23Format"`)}
${forward(`port="${port('tcp')}" template="RSYSLOG_SyslogProtocol23Format" TCP_Framing="octet-counted"`)}
`);
    try {
      await sendLines(input, [SENT]);
      const events = (await relay.received(before + 2, 'tcp')).slice(before);
      const ours = events.filter(({ appName }) => appName === 'app').map(fieldsOf);
      expect(ours).to.deep.equal([EXPECTED, EXPECTED]);
    } finally {
      await server.stop();
    }
  });

  it('are logger in all its forms', () => {
    const common = ['-p', 'local4.notice', '-t', 'app', '--id=42'];
    const tcp = ['-n', '127.0.0.1', '-P', port('tcp'), '-T'];
    const udp = ['-n', '127.0.0.1', '-P', port('udp'), '-d'];
    const forms: Record<string, string[]> = {
      'tcp, rfc5424': [...tcp, '--rfc5424'],
      'tcp, rfc3164': [...tcp, '--rfc3164'],
      'tcp, counted': [...tcp, '--octet-count', '--rfc5424'],
      'udp, rfc5424': [...udp, '--rfc5424'],
      'udp, rfc3164': [...udp, '--rfc3164'],
      'unix-dgram': ['-u', file('dgram'), '-d'],
      'unix-stream': ['-u', file('stream'), '-T'],
    };
    for (const [form, parameters] of Object.entries(forms)) {
      run('logger', ...common, ...parameters, `logger ${form}`);
    }
    return Promise.all(
      Object.keys(forms).map(async (form) => {
        let found: PrintedEvent | undefined;
        for (let count = 1; found === undefined; count++) {
          const events = await relay.received(count);
          found = events.find(({ message }) => message === `logger ${form}`);
        }
        const { facility, severity, appName, procId } = found;
        expect({ facility, severity, appName, procId }, form).to.deep.equal({
          facility: 20,
          severity: 5,
          appName: 'app',
          procId: '42',
        });
      }),
    );
  });

  it('give their pid, where the message names none', async () => {
    const before = relay.events('dgram').length;
    run('logger', '-t', 'app', '-u', file('dgram'), '-d', 'without pid');
    const event = (await relay.received(before + 1, 'dgram')).at(-1);
    expect(event?.source.pid).to.be.above(0);
    expect(event?.procId).to.equal(String(event?.source.pid));
  });

  it('are loggen: 2000 messages over 4 connections, and over unix sockets', async () => {
    const before = ['tcp', 'dgram', 'stream'].map((source) => relay.events(source).length);
    const load = ['--rate', '100000', '--number', '500', '--interval', '20', '--quiet'];
    run('loggen', '--stream', ...load, '--active-connections', '4', '127.0.0.1', port('tcp'));
    run('loggen', '--dgram', '--unix', ...load, file('dgram'));
    run('loggen', '--stream', '--unix', ...load, file('stream'));
    const counts = [2000, 500, 500];
    for (const [index, source] of ['tcp', 'dgram', 'stream'].entries()) {
      const from = before[index] ?? 0;
      const events = (await relay.received(from + (counts[index] ?? 0), source)).slice(from);
      expect(events, source).to.have.length(counts[index] ?? 0);
      expect(
        events.every(({ appName }) => appName === 'prg00000'),
        source,
      ).to.equal(true);
    }
  });
});
