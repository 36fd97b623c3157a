import { expect } from 'chai';
import { assert, property, string } from 'fast-check';
import { ConfigError } from '../../lib/config/config-error.ts';
import type { Config } from '../../lib/config/config.ts';
import { loadConfig } from '../../lib/config/load-config.ts';

const files: Readonly<Record<string, string>> = { '/secret': 'a secret\n' };

function load(text: string, env: Record<string, string> = {}): Config {
  const readFile = (path: string): string => {
    const found = files[path];
    if (found === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return found;
  };
  return loadConfig(text, { file: 'f.yaml', env, readFile }).config;
}

/** Each problem as it is printed, without the file. */
function problems(text: string, env: Record<string, string> = {}): string[] {
  try {
    load(text, env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split('\n').map((line) => line.replace(/^f\.yaml:/, ''));
  }
  return [];
}

const SOURCE = 'sources: { kernel: { type: udp } }\n';
const SCREEN = 'destinations: { screen: { type: stdout } }\n';

/** Problems of one more line behind a source and a destination; it is line 3. */
function problemsOf(line: string, env: Record<string, string> = {}): string[] {
  return problems(SOURCE + SCREEN + line, env);
}

describe('loadConfig', () => {
  it('fills in every default', () => {
    const text = 'sources: { a: { type: udp } }\ndestinations: { f: { type: file, path: x } }';
    expect(load(text)).to.deep.equal({
      sources: [
        {
          name: 'a',
          type: 'udp',
          listen: { address: '::', port: 6666 },
          format: 'auto',
          receiveBufferBytes: 33_554_432,
          allow: undefined,
          keepHostname: false,
          zone: 'local',
          defaultSeverity: 4,
          signals: true,
          maxDatagramBytes: 65_507,
          fragmentTimeoutMs: 2000,
          maxFragmentedBytes: 131_072,
          maxSenders: 65_536,
        },
      ],
      hosts: { names: {}, userdata: undefined, dns: false },
      destinations: [
        {
          type: 'file',
          name: 'f',
          path: 'x',
          template: undefined,
          mode: 0o640,
          dirMode: 0o750,
          owner: undefined,
          group: undefined,
          flushIntervalMs: 250,
          maxOpen: 512,
          idleCloseMs: 60_000,
          fsync: false,
          queueBytes: 67_108_864,
        },
      ],
      routes: [
        {
          when: undefined,
          from: undefined,
          to: ['f'],
          final: false,
          fallback: false,
          routes: [],
        },
      ],
      log: { level: 'info', format: 'text' },
      drainTimeoutMs: 10_000,
      shards: 1,
    });
  });

  it('resolves what routes say', () => {
    const { routes } = load(`${SOURCE}${SCREEN}routes:
  - when: { format: [netconsole, rfc5424], severity: "err or worse", facility: [megasafe, 3] }
    from: kernel
    to: screen
    routes:
      - when: { any: [{ severity: warn }, { not: { source: 2001:db8::/32 } }], severity: info or less }
        to: [screen]
        final: true`);
    const own = { from: undefined, final: false, fallback: false, routes: [] };
    expect(routes).to.deep.equal([
      {
        ...own,
        when: {
          format: ['netconsole-basic', 'netconsole-extended', 'signal', 'rfc5424'],
          severity: ['emerg', 'alert', 'crit', 'err'],
          facility: ['authpriv', 'daemon'],
        },
        from: ['kernel'],
        to: ['screen'],
        routes: [
          {
            ...own,
            when: {
              any: [{ severity: ['warning'] }, { not: { source: ['2001:db8::/32'] } }],
              severity: ['info', 'debug'],
            },
            to: ['screen'],
            final: true,
          },
        ],
      },
    ]);
  });

  it('names every problem at once, in the order of the file', () => {
    const text = `sources:
  kernel:
    type: udp
    listn: 0.0.0.0:6666
    zone: Mars/Base
destinations:
  files:
    type: file
    mode: 0640
    flushInterval: 250
routes:
  - to: [filez]
shards: 0
`;
    expect(problems(text)).to.deep.equal([
      '4:5: unknown key `sources.kernel.listn`; the nearest known key is `listen`',
      '5:11: "Mars/Base" is no time zone; write local, an offset such as +01:00, or a name such as Europe/Berlin',
      '7:3: `destinations.files.path` is missing; write a path, such as /var/log/$HOST/netconsole.log',
      '9:11: `destinations.files.mode` is the bare number 640; write quoted octal digits, such as "0640"',
      '10:20: `destinations.files.flushInterval` is the bare number 250; write a number with a unit of ms, s, m, h or d, from 0ms to 1m',
      '12:10: no destination has the name "filez"; the nearest is "files"',
      '13:9: `shards` is the bare number 0; write a whole number from 1 to 64',
    ]);
  });

  it('names several faults of the YAML', () => {
    expect(problems('a: [1\nb: "x\nc: }\n')).to.deep.equal([
      '2:1: YAML: flow sequence in block collection must be sufficiently indented and end with a ]; correct the YAML here',
      '4:1: YAML: missing closing "quote; correct the YAML here',
    ]);
  });

  it('needs a source and a destination', () => {
    expect(problems('')).to.deep.equal([
      '1:1: the configuration is empty; write keys below it, such as sources',
    ]);
    expect(problems('sources: {}\ndestinations: {}')).to.deep.equal([
      '1:10: there are no sources; name at least one',
      '2:15: there are no destinations; name at least one',
    ]);
    expect(problems('log: {}')).to.deep.equal([
      '1:1: `sources` is missing; write the name of a source and its keys below',
      '1:1: `destinations` is missing; write the name of a destination and its keys below',
    ]);
  });

  it('takes no syslog-ng configuration', () => {
    expect(problems('@version: 4.2\n')[0]).to.match(/^1:1: syslog-ng configuration is not part/);
    expect(() => loadConfig('', { file: 'x.conf', env: {}, readFile: () => '' })).to.throw(
      'x.conf:1:1: syslog-ng configuration',
    );
  });

  it('points into the text of a template', () => {
    const screen = '{ type: stdout, format: text, template: "$HOST $FOO" }';
    expect(problems(`${SOURCE}destinations:\n  a: ${screen}`)).to.deep.equal([
      '3:53: $FOO is no macro; the nearest one is $HOST',
    ]);
  });

  const cases: [line: string, problem: string][] = [
    [
      'shards: 1\nshards: 2',
      '4:1: the key "shards" stands twice; remove one; the first is on line 3',
    ],
    ['log: { level: loud }', '3:15: `log.level` is "loud"; write one of error, warn, info, debug'],
    ['log:', '3:5: `log` is empty; write keys below it, such as level'],
    ['drainTimeout: 2 weeks', '3:15: "2 weeks" is no duration; write a number with a unit of'],
    ['drainTimeout: 2h', '3:15: "2h" is out of range; write 0ms to 1h'],
    ['hosts: { dns: true }', '3:10: `dns: true` is not part of this version; remove it'],
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
      '3:41: error parsing regexp',
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
      const found = problemsOf(line);
      expect(found).to.have.length(1);
      expect(found[0]?.slice(0, problem.length)).to.equal(problem);
    });
  }

  const sources: [source: string, problem: string][] = [
    ['{ type: tcp }', '1:17: `type: tcp` is not part of this version; use type udp'],
    ['{ type: udp, rateLimit: 1 }', '1:28: `rateLimit` is not part of this version; remove it'],
    ['{ type: udq }', '1:23: `sources.a.type` is "udq"; write udp'],
    ['{ type: udp, listen: 192.0.2.1 }', '1:36: "192.0.2.1" has no port'],
    ['{ type: udp, listen: "::1" }', '1:37: "::1" is an IPv6 address without port'],
    ['{ type: udp, listen: "::1:514" }', '1:37: "::1:514" is an IPv6 address without port'],
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
      'destinations: { bus: { type: redis, url: x }, f: { type: file, path: x, rotate: {} } }';
    expect(problems(`${SOURCE}${bus}\nroutes: [{ to: bus }]`)).to.deep.equal([
      '2:30: `type: redis` is not part of this version; use type file or stdout, or remove the destination',
      '2:75: `rotate` is not part of this version; remove it',
    ]);
  });

  describe('references', () => {
    function contains(value: string, env: Record<string, string> = {}): unknown {
      const routes = `routes: [{ when: { message: { contains: ${value} } }, to: screen }]`;
      return load(SOURCE + SCREEN + routes, env).routes[0]?.when?.message;
    }

    it('are replaced once', () => {
      const env = { A: '${env:B}', B: 'b' };
      expect(contains('"x ${env:A} ${env:B}"', env)).to.deep.equal({ contains: 'x ${env:B} b' });
      expect(contains('"${file:/secret}"')).to.deep.equal({ contains: 'a secret' });
    });

    it('stand for themselves behind another dollar', () => {
      expect(contains('"$${env:A}"')).to.deep.equal({ contains: '${env:A}' });
    });

    it('give numbers when they are not quoted', () => {
      expect(load(`${SOURCE}${SCREEN}shards: \${env:N}`, { N: '3' }).shards).to.equal(3);
      expect(problemsOf('shards: "${env:N}"', { N: '3' })[0]).to.contain('`shards` is "3"');
    });

    it('cannot bring in YAML', () => {
      expect(contains('"${env:A}"', { A: '"}\nx: [' })).to.deep.equal({ contains: '"}\nx: [' });
    });
  });

  it('follows aliases, but not without end', () => {
    const text = `${SOURCE}x: &x { type: stdout }\ndestinations: { a: *x, b: *x }`;
    expect(problems(text)).to.deep.equal(['2:1: unknown key `x`; the nearest known key is `log`']);
    const levels = Array.from({ length: 9 }, (_, i) => {
      const inner = i === 0 ? 'x' : Array.from({ length: 9 }, () => `*l${i - 1}`).join(', ');
      return `l${i}: &l${i} [${inner}]`;
    });
    expect(problems(levels.join('\n'))).to.satisfy((found: string[]) =>
      found.some((each) => each.includes('too many values')),
    );
  });

  it('throws nothing but ConfigError, whatever the text', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 60 }), (text) => {
        problems(text);
        problems(`${SOURCE}${SCREEN}routes: [{ to: screen, when: { host: ${text} } }]`);
      }),
    );
  });
});
