import { expect } from 'chai';
import { crossCheck } from '../../lib/config/cross-checks.ts';
import { MAX_SOURCES } from '../../lib/config/source-config.ts';
import { problems, SCREEN, SOURCE } from './load-text.ts';

describe('problems of a configuration', () => {
  const cases: [line: string, problem: string][] = [
    ['shards: 1\nshards: 2', '4:1: `shards` is written twice; remove one; the first is on line 3'],
    ['log: { level: loud }', '3:15: `log.level` is "loud"; write one of error, warn, info, debug'],
    ['log:', '3:5: `log` is empty; write a mapping with keys such as level'],
    [
      'drainTimeout: 2 weeks',
      '3:15: `drainTimeout`: "2 weeks" is not a duration; write a number with a unit of ms, s, m, h or d',
    ],
    [
      'drainTimeout: soon',
      '3:15: `drainTimeout`: "soon" is not a duration; write a number with a unit of ms, s, m, h or d, from 0ms to 1h',
    ],
    ['drainTimeout: 2h', '3:15: `drainTimeout`: "2h" is out of range; write 0ms to 1h'],
    ['hosts: { dns: 1 }', '3:15: `hosts.dns` is 1; write true, false, or forward-confirmed'],
    [
      'hosts: { names: { web1: x } }',
      '3:19: `hosts.names` has the key "web1"; write an IPv4 or IPv6 address',
    ],
    [
      'spool: { maxSize: 1KiB }',
      '3:19: `spool.maxSize`: "1KiB" is out of range; write 1MiB to 64TiB',
    ],
    [
      'spool: { when: sometimes }',
      '3:16: `spool.when` is "sometimes"; write one of overflow, always, never',
    ],
    [
      'routes: [{ when: { tags: a }, to: screen }]',
      '3:20: `routes[0].when.tags` is not part of this version; remove it',
    ],
    [
      'routes: [{ to: screen, from: net }]',
      '3:30: `routes[0].from`: no source has the name "net"; define it, or use one of kernel',
    ],
    [
      'routes: [{ when: { listener: x }, to: screen }]',
      '3:30: `routes[0].when.listener`: no source has the name "x"; define it, or use one of kernel',
    ],
    [
      'routes: [{ final: true }]',
      '3:10: `routes[0]`: the route leads nowhere; name destinations in `to`; an empty list discards what matches',
    ],
    [
      'routes: [{ when: { host: "a[b" }, to: screen }]',
      '3:28: `routes[0].when.host`: the glob has [, which has no meaning; list the globs one by one, or write \\[',
    ],
    [
      'routes: [{ when: { message: { matches: "a(" } }, to: screen }]',
      '3:40: `routes[0].when.message.matches`: error parsing regexp: missing closing ): `a(`; correct it (RE2 syntax)',
    ],
    [
      'routes: [{ when: { severity: wrning }, to: screen }]',
      '3:30: `routes[0].when.severity`: unknown severity "wrning"; write warning',
    ],
    [
      'routes: [{ when: { format: netconsol }, to: screen }]',
      '3:28: `routes[0].when.format`: unknown format "netconsol"; write netconsole',
    ],
    [
      'routes: [{ when: { source: 192.0.2.0/33 }, to: screen }]',
      '3:28: `routes[0].when.source`: "192.0.2.0/33" is not a CIDR block; write one such as 192.0.2.0/24 or 2001:db8::/32',
    ],
    [
      'drainTimeout: ${env:NO}',
      '3:15: `drainTimeout`: environment variable "NO" is not set; set it before the start',
    ],
    [
      'drainTimeout: "1${file:/no}"',
      '3:17: `drainTimeout`: cannot read file "/no": ENOENT (no such file or directory); create it or name another',
    ],
    [
      'log: *nothing',
      '3:6: `log`: the alias *nothing has no anchor before it; write the value out',
    ],
    ['log: &a { level: *a }', '3:18: `log.level`: the alias *a holds itself; write the value out'],
  ];
  for (const [line, problem] of cases) {
    it(`finds the problem of \`${line.replaceAll('\n', ' ⏎ ')}\``, () => {
      const found = problems(SOURCE + SCREEN + line);
      expect(found).to.have.length(1);
      expect(found[0]?.slice(0, problem.length)).to.equal(problem);
    });
  }

  const keys: [line: string, problem: string][] = [
    ['listen: 1', '3:1: unknown key `listen`; the keys here are sources, hosts, destinations,'],
    ['threads: 2', '3:1: unknown key `threads`; the nearest known key is `shards`'],
    [
      'Drain_Timeout: 2s',
      '3:1: unknown key `Drain_Timeout`; the nearest known key is `drainTimeout`',
    ],
    [
      'log: { loglevel: info }',
      '3:8: unknown key `log.loglevel`; the nearest known key is `level`',
    ],
  ];
  for (const [line, problem] of keys) {
    it(`names the key that was meant by \`${line}\`, if there is one`, () => {
      const found = problems(SOURCE + SCREEN + line);
      expect(found.map((each) => each.slice(0, problem.length))).to.deep.equal([problem]);
    });
  }

  for (const [written, meant] of [
    ['port: 6666', 'listen'],
    ['address: 0.0.0.0', 'listen'],
    ['rcvbuf: 1MiB', 'receiveBuffer'],
    ['receive_buffer: 1MiB', 'receiveBuffer'],
    ['timezone: UTC', 'zone'],
    ['zoen: UTC', 'zone'],
  ] as const) {
    it(`takes the key of \`${written}\` for ${meant}`, () => {
      const key = written.split(':')[0];
      const text = `sources: { a: { type: udp, ${written} } }\n${SCREEN}`;
      expect(problems(text)).to.deep.equal([
        `1:28: unknown key \`sources.a.${key}\`; the nearest known key is \`${meant}\``,
      ]);
    });
  }

  const sources: [source: string, problem: string][] = [
    [
      '{ type: redis }',
      '1:12: `sources.a.streams` is missing; write a name, such as "logs:$(hash 16 $HOST)", or a list of names',
    ],
    [
      '{ type: udp, rateLimit: { perSource: 10 } }',
      '1:52: `sources.a.rateLimit.perSource` is the bare number 10; write a number per second, such as 10000/s',
    ],
    [
      '{ type: udp, rateLimit: { perSource: 0/s } }',
      '1:52: `sources.a.rateLimit.perSource`: "0/s" is not a rate from 1/s to 1000000000/s; write a number per second, such as 10000/s',
    ],
    [
      '{ type: udp, reorderWait: 200 }',
      '1:41: `sources.a.reorderWait` is the bare number 200; write a number with a unit of ms, s, m, h or d, from 0 to 1m',
    ],
    [
      '{ type: udp, reorderWait: 2m }',
      '1:41: `sources.a.reorderWait`: "2m" is out of range; write 0s to 1m',
    ],
    ['{ type: udq }', '1:23: `sources.a.type` is "udq"; write one of udp, tcp, tls, unix-dgram'],
    [
      '{ type: udp, listen: 192.0.2.1 }',
      '1:36: `sources.a.listen`: "192.0.2.1" has no port; write address:port, such as 0.0.0.0:6666 or [::]:6666',
    ],
    [
      '{ type: udp, listen: "::1" }',
      '1:36: `sources.a.listen`: "::1" is an IPv6 address without port; write address:port, such as 0.0.0.0:6666 or [::]:6666',
    ],
    [
      '{ type: udp, listen: "::1:514" }',
      '1:36: `sources.a.listen`: "::1:514" is an IPv6 address without port; write address:port, such as 0.0.0.0:6666 or [::]:6666',
    ],
    [
      '{ type: udp, listen: 192.0.2.1:65536 }',
      '1:46: `sources.a.listen`: "65536" is not a port; write a port from 0 to 65535',
    ],
    [
      '{ type: udp, listen: localhost:1 }',
      '1:36: `sources.a.listen`: "localhost" is not an IP address; write address:port, such as 0.0.0.0:6666 or [::]:6666',
    ],
    ['{ type: udp, receiveBuffer: 1048576 }', '1:43: `sources.a.receiveBuffer` is the bare number'],
    [
      '{ type: udp, keepHostname: [x] }',
      '1:43: `sources.a.keepHostname[0]`: "x" is not a CIDR block; write one such as 192.0.2.0/24 or 2001:db8::/32',
    ],
    ['{ type: udp, keepHostname: 1 }', '1:42: `sources.a.keepHostname` is 1; write true, false'],
    ['{ type: udp, signals: "on" }', '1:37: `sources.a.signals` is "on"; write true or false'],
    [
      '{ type: udp }, b: { type: udp }',
      '1:30: `sources.b.listen` (default [::]:6666): the source "a" listens there already; choose another address or port',
    ],
    [
      '{ type: udp }, b: { type: udp, listen: 0.0.0.0:6666 }',
      '1:54: `sources.b.listen`: the source "a" listens there already; choose another address or port',
    ],
    [
      '{ type: udp, listen: "[::]:514" }, b: { type: udp, listen: 127.0.0.1:514 }',
      '1:74: `sources.b.listen`: the source "a" listens there already; choose another address or port',
    ],
    [
      '{ type: udp, listen: 192.0.2.1:514 }, b: { type: udp, listen: 0.0.0.0:514 }',
      '1:77: `sources.b.listen`: the source "a" listens there already; choose another address or port',
    ],
    [
      '{ type: udp }, b: { type: udpp }',
      '1:41: `sources.b.type` is "udpp"; write one of udp, tcp, tls, unix-dgram, unix-stream, stdin, redis, internal',
    ],
    [
      '{ type: udp, listen: "[::]:514" }, b: { listen: "[::]:514" }',
      '1:50: `sources.b.type` is missing; write one of udp, tcp',
    ],
    [
      '{ type: udp }, 1x: { type: udp, listen: "[::]:1" }',
      '1:30: `sources.1x`: "1x" is not a name; begin with a letter and go on with letters, digits, _ . or -, at most 64',
    ],
  ];
  for (const [source, problem] of sources) {
    it(`finds the problem of the source \`${source}\``, () => {
      const found = problems(`sources: { a: ${source} }\n${SCREEN}`);
      expect(found).to.have.length(1);
      expect(found[0]?.slice(0, problem.length)).to.equal(problem);
    });
  }

  it('refuses destinations of later versions, and does not call their names unknown', () => {
    const bus =
      'destinations: { bus: { type: crash-files, path: x }, f: { type: file, path: x, rotate: {} } }';
    expect(problems(`${SOURCE}${bus}\nroutes: [{ to: bus }]`)).to.deep.equal([
      '2:24: `destinations.bus.type: crash-files` is not part of this version; use type file, stdout, redis, syslog or winston, or remove the destination',
      '2:80: `destinations.f.rotate` is not part of this version; remove it',
    ]);
  });

  it('finds more sources than a relay can have', () => {
    expect(faultsOfCount(MAX_SOURCES)).to.deep.equal([]);
    expect(faultsOfCount(MAX_SOURCES + 1)).to.deep.equal([
      'there are 4097 sources; define at most 4096, or run another relay for the rest',
    ]);
  });
});

/** What is wrong with this many sources, but for their keys. */
function faultsOfCount(count: number): string[] {
  const names = Array.from({ length: count }, (_, index) => `s${index}`);
  const data = {
    sources: Object.fromEntries(names.map((name) => [name, { listen: 1 }])),
    destinations: { a: {} },
  };
  return crossCheck(data).map(({ what, hint }) => `${what}; ${hint}`);
}
