import { expect } from 'chai';
import { crossCheck } from '../../lib/config/cross-checks.ts';
import { MAX_SOURCES } from '../../lib/config/source-config.ts';
import { problems, SCREEN, SOURCE } from './load-text.ts';

describe('problems of a configuration', () => {
  const cases: [line: string, problem: string][] = [
    [
      'shards: 1\nshards: 2',
      '4:1: the key "shards" stands twice; remove one; the first is on line 3',
    ],
    ['log: { level: loud }', '3:15: `log.level` is "loud"; write one of error, warn, info, debug'],
    ['log:', '3:5: `log` is empty; write keys below it, such as level'],
    ['drainTimeout: 2 weeks', '3:15: "2 weeks" is no duration; write a number with a unit of'],
    ['drainTimeout: 2h', '3:15: "2h" is out of range; write 0ms to 1h'],
    ['hosts: { dns: 1 }', '3:15: `hosts.dns` is the bare number 1; write true or false'],
    ['hosts: { names: { web1: x } }', '3:19: "web1" cannot stand here; write an IPv4 or IPv6'],
    ['spool: { maxSize: 1 }', '3:1: `spool` is not part of this version; remove it'],
    ['user: nobody', '3:1: `user` is not part of this version; remove it'],
    ['routes: [{ when: { tags: a }, to: screen }]', '3:20: `tags` is not part of this version'],
    [
      'routes: [{ to: screen, from: net }]',
      '3:30: no source has the name "net"; the nearest is "kernel"',
    ],
    ['routes: [{ when: { listener: x }, to: screen }]', '3:30: no source has the name "x"'],
    ['routes: [{ final: true }]', '3:10: the route leads nowhere; name destinations in `to`'],
    [
      'routes: [{ when: { host: "a[b" }, to: screen }]',
      '3:28: the glob has [, which has no meaning',
    ],
    [
      'routes: [{ when: { message: { matches: "a(" } }, to: screen }]',
      '3:40: error parsing regexp',
    ],
    [
      'routes: [{ when: { severity: wrning }, to: screen }]',
      '3:30: unknown severity "wrning"; the nearest is warning',
    ],
    [
      'routes: [{ when: { format: netconsol }, to: screen }]',
      '3:28: unknown format "netconsol"; the nearest is netconsole',
    ],
    [
      'routes: [{ when: { source: 192.0.2.0/33 }, to: screen }]',
      '3:28: "192.0.2.0/33" is no CIDR block',
    ],
    [
      'drainTimeout: ${env:NO}',
      '3:15: environment variable "NO" is not set; set it before the start',
    ],
    [
      'drainTimeout: "1${file:/no}"',
      '3:17: cannot read file "/no": ENOENT; create it or name another',
    ],
    ['log: *nothing', '3:6: the alias *nothing has no anchor before it; write the value out'],
    ['log: &a { level: *a }', '3:18: the alias *a holds itself; write the value out'],
  ];
  for (const [line, problem] of cases) {
    it(`finds the problem of \`${line.replaceAll('\n', ' ⏎ ')}\``, () => {
      const found = problems(SOURCE + SCREEN + line);
      expect(found).to.have.length(1);
      expect(found[0]?.slice(0, problem.length)).to.equal(problem);
    });
  }

  const sources: [source: string, problem: string][] = [
    ['{ type: tcp }', '1:17: `type: tcp` is not part of this version; use type udp'],
    ['{ type: udp, rateLimit: 1 }', '1:28: `rateLimit` is not part of this version; remove it'],
    [
      '{ type: udp, reorderWait: 200 }',
      '1:41: `sources.a.reorderWait` is the bare number 200; write a number with a unit of ms, s, m, h or d, from 0 to 1m',
    ],
    ['{ type: udp, reorderWait: 2m }', '1:41: "2m" is out of range; write 0s to 1m'],
    ['{ type: udq }', '1:23: `sources.a.type` is "udq"; write udp'],
    ['{ type: udp, listen: 192.0.2.1 }', '1:36: "192.0.2.1" has no port'],
    ['{ type: udp, listen: "::1" }', '1:36: "::1" is an IPv6 address without port'],
    ['{ type: udp, listen: "::1:514" }', '1:36: "::1:514" is an IPv6 address without port'],
    ['{ type: udp, listen: 192.0.2.1:65536 }', '1:46: "65536" is no port'],
    ['{ type: udp, listen: localhost:1 }', '1:36: "localhost" is no IP address'],
    ['{ type: udp, receiveBuffer: 1048576 }', '1:43: `sources.a.receiveBuffer` is the bare number'],
    ['{ type: udp, keepHostname: [x] }', '1:43: "x" is no CIDR block'],
    [
      '{ type: udp, keepHostname: 1 }',
      '1:42: `sources.a.keepHostname` is the bare number 1; write true, false',
    ],
    ['{ type: udp, signals: "on" }', '1:37: `sources.a.signals` is "on"; write true or false'],
    ['{ type: udp }, b: { type: udp }', '1:30: the source "a" listens there already'],
    [
      '{ type: udp }, b: { type: udp, listen: 0.0.0.0:6666 }',
      '1:54: the source "a" listens there already',
    ],
    [
      '{ type: udp, listen: "[::]:514" }, b: { type: udp, listen: 127.0.0.1:514 }',
      '1:74: the source "a" listens there already',
    ],
    [
      '{ type: udp, listen: 192.0.2.1:514 }, b: { type: udp, listen: 0.0.0.0:514 }',
      '1:77: the source "a" listens there already',
    ],
    ['{ type: udp }, 1x: { type: udp, listen: "[::]:1" }', '1:30: "1x" is no name'],
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
      'destinations: { bus: { type: winston, url: x }, f: { type: file, path: x, rotate: {} } }';
    expect(problems(`${SOURCE}${bus}\nroutes: [{ to: bus }]`)).to.deep.equal([
      '2:24: `type: winston` is not part of this version; use type file, stdout, redis or syslog, or remove the destination',
      '2:75: `rotate` is not part of this version; remove it',
    ]);
  });

  it('finds more sources than a relay can have', () => {
    expect(faultsOfCount(MAX_SOURCES)).to.deep.equal([]);
    expect(faultsOfCount(MAX_SOURCES + 1)).to.deep.equal([
      'there are 4097 sources; define at most 4096, or run another relay for the rest',
    ]);
  });
});

/** What is wrong with so many sources, but for their keys. */
function faultsOfCount(count: number): string[] {
  const names = Array.from({ length: count }, (_, index) => `s${index}`);
  const data = {
    sources: Object.fromEntries(names.map((name) => [name, { listen: 1 }])),
    destinations: { a: {} },
  };
  return crossCheck(data).map(({ what, mend }) => `${what}; ${mend}`);
}
