import { expect } from 'chai';
import type { SyslogDestinationConfig } from '../../lib/config/destination-config.ts';
import { printConfig } from '../../lib/config/print-config.ts';
import { describeTarget } from '../../lib/config/describe-target.ts';
import { load, problems, SOURCE } from './load-text.ts';

function withDestination(settings: string): string {
  return `${SOURCE}destinations: { up: { type: syslog, ${settings} } }\n`;
}

function destination(settings: string): SyslogDestinationConfig {
  return load(withDestination(settings)).destinations[0] as SyslogDestinationConfig;
}

describe('syslog destination in the configuration', () => {
  it('fills in every default', () => {
    expect(destination('to: "tcp://loghost:601"')).to.deep.equal({
      type: 'syslog',
      name: 'up',
      to: [{ transport: 'tcp', host: 'loghost', port: 601 }],
      format: 'rfc5424',
      framing: 'octet-counting',
      tls: {
        ca: undefined,
        cert: undefined,
        key: undefined,
        serverName: undefined,
        minVersion: 'TLSv1.2',
      },
      maxMessageBytes: 65_536,
      resendWindowBytes: 131_072,
      connectTimeoutMs: 10_000,
      timeoutMs: 30_000,
      keepAliveMs: 30_000,
      enterpriseId: 32_473,
      spool: undefined,
      queueBytes: 67_108_864,
    });
  });

  it('reads every form of a target, with the port of its transport', () => {
    const streams =
      'to: ["tcp://a", "tls://[2001:db8::1]", "tls://b:7000", "unix-stream:/run/log"]';
    expect(destination(streams).to).to.deep.equal([
      { transport: 'tcp', host: 'a', port: 601 },
      { transport: 'tls', host: '2001:db8::1', port: 6514 },
      { transport: 'tls', host: 'b', port: 7000 },
      { transport: 'unix-stream', path: '/run/log' },
    ]);
    expect(destination('to: ["udp://192.0.2.1", "unix-dgram:///dev/log"]').to).to.deep.equal([
      { transport: 'udp', host: '192.0.2.1', port: 514 },
      { transport: 'unix-dgram', path: '/dev/log' },
    ]);
    expect(describeTarget(destination(streams))).to.equal(
      'sends to tcp://a:601, otherwise to tls://[2001:db8::1]:6514, otherwise to tls://b:7000, otherwise to unix-stream:/run/log',
    );
  });

  it('is printed so that it loads again', () => {
    const text = withDestination(
      'to: "tls://a", tls: { ca: /ca, cert: /c, key: /k, serverName: b, minVersion: TLSv1.3 }, keepAlive: 0, format: rfc3164, framing: newline, resendWindow: 0B',
    );
    const config = { ...load(text), relayId: 'edge-1' };
    expect(load(printConfig(config))).to.deep.equal(config);
  });

  const cases: [settings: string, problem: string][] = [
    ['to: loghost', '"loghost" is not a target; write udp://HOST:PORT, tcp://HOST:PORT'],
    ['to: "tcp://a:0"', '"0" is not a port; write a port from 1 to 65535'],
    ['to: "tcp://[x]:1"', '"x" is not a host name or IP address'],
    ['to: "unix-dgram:log"', '"log" is not an absolute path'],
    ['to: []', '`destinations.up.to` is an empty list'],
    ['to: ["udp://a", "tcp://a"]', 'the list mixes datagram and stream transports; write udp and'],
    [
      'to: "tls://a", tls: { cert: /c }',
      '`cert` and `key` belong together; write both, or neither',
    ],
    ['to: "tcp://a", queue: 256KiB', '`resendWindow` is larger than a quarter of `queue`, which'],
    ['to: "tcp://a", maxMessage: 100B', '"100B" is out of range; write 1KiB to 64MiB'],
    ['to: "tcp://a", enterpriseId: 0', 'write a whole number from 1 to 4294967295'],
  ];
  for (const [settings, problem] of cases) {
    it(`refuses ${settings}`, () => {
      const found = problems(withDestination(settings));
      expect(found).to.have.length(1);
      expect(found[0]).to.contain(problem);
    });
  }

  it('refuses a relay id that is not a word', () => {
    expect(problems(`${withDestination('to: "tcp://a"')}relayId: a b`)).to.deep.equal([
      '3:10: `relayId`: "a b" is not a relay id; write 1 to 64 letters, digits, _ . or -',
    ]);
  });
});
