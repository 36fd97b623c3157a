import { expect } from 'chai';
import { assert, constantFrom, property, string } from 'fast-check';
import { loadConfig } from '../../lib/config/load-config.ts';
import { load, problems, SCREEN, SOURCE } from './load-text.ts';

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
          ratePerSource: undefined,
          keepHostname: false,
          zone: 'local',
          defaultSeverity: 4,
          signals: true,
          maxMessageBytes: 65_507,
          reorderWaitMs: 0,
          fragmentTimeoutMs: 2000,
          maxFragmentedBytes: 131_072,
          maxSenders: 65_536,
        },
      ],
      hosts: { names: {}, userdata: undefined, dns: false, silentAfterMs: undefined },
      spool: {
        directory: '/var/spool/netconsole-relay',
        maxSizeBytes: 1_073_741_824,
        when: 'overflow',
        isNamed: false,
      },
      crashes: { enabled: true, unproven: 'report' },
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
          maxHosts: 100_000,
          maxOpen: 16_384,
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
      log: { level: 'info', format: 'text', accountsMs: 600_000, transports: [] },
      drainTimeoutMs: 10_000,
      shards: 1,
      control: { socket: '/run/netconsole-relay/control.sock' },
      http: undefined,
      memoryBytes: undefined,
      relayId: undefined,
      user: undefined,
      group: undefined,
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
      '5:11: `sources.kernel.zone`: "Mars/Base" is not a time zone; write local, an offset such as +01:00, or a name such as Europe/Berlin',
      '7:3: `destinations.files.path` is missing; write a path, such as /var/log/$HOST/netconsole.log',
      '9:11: `destinations.files.mode` is the bare number 640; write quoted octal digits, such as "0640"',
      '10:20: `destinations.files.flushInterval` is the bare number 250; write a number with a unit of ms, s, m, h or d, from 0ms to 1m',
      '12:10: `routes[0].to[0]`: no destination has the name "filez"; write files',
      '13:9: `shards` is 0; write a whole number from 1 to 64',
    ]);
  });

  it('names several faults of the YAML', () => {
    expect(problems('a: [1\nb: "x\nc: }\n')).to.deep.equal([
      '2:1: YAML: an earlier [ is not closed, or its lines are not indented; add the ] or indent them',
      '4:1: YAML: missing closing "quote; correct the YAML here',
    ]);
    expect(problems('sources: { a: { type: udp }\ndestinations: {}\n')).to.deep.equal([
      '2:1: YAML: an earlier { is not closed, or its lines are not indented; add the } or indent them',
    ]);
  });

  it('names an IPv6 address without quotes, in either style', () => {
    const hint = 'YAML: an unquoted [ begins a list; write "[::]:6666"';
    const flow = 'sources: { a: { type: udp, listen: [::]:6666 } }\n';
    const block = 'sources:\n  a:\n    listen: [::]:6666\n';
    for (const text of [flow, block]) {
      expect(problems(text).map((problem) => problem.replace(/^\d+:\d+: /, ''))).to.include(hint);
    }
    expect(problems('sources: { a: { listen: "[::]:6666" }\n').join()).not.to.include(hint);
  });

  it('takes 0 without a unit where nothing is to wait', () => {
    const waits = ['0', '0s', '150ms', '1m'].map((wait) => {
      const text = `sources: { a: { type: udp, reorderWait: ${wait} } }\n${SCREEN}`;
      return load(text).sources[0]?.reorderWaitMs;
    });
    expect(waits).to.deep.equal([0, 0, 150, 60_000]);
  });

  it('needs a source and a destination', () => {
    expect(problems('')).to.deep.equal([
      '1:1: the configuration is empty; write at least sources and destinations',
    ]);
    expect(problems('[sources]')).to.deep.equal([
      '1:1: the configuration is a list; write at least sources and destinations',
    ]);
    expect(problems('sources: {}\ndestinations: {}')).to.deep.equal([
      '1:10: `sources`: there are none; name at least one',
      '2:15: `destinations`: there are none; name at least one',
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
      '3:53: `destinations.a.template`: $FOO is not a macro; write a macro of docs/templates.md',
    ]);
  });

  it('follows aliases, but not without end', () => {
    const text = `${SOURCE}x: &x { type: stdout }\ndestinations: { a: *x, b: *x }`;
    expect(problems(text)[0]).to.match(/^2:1: unknown key `x`; the keys here are sources, hosts,/);
    const levels = Array.from({ length: 9 }, (_, i) => {
      const inner = i === 0 ? 'x' : Array.from({ length: 9 }, () => `*l${i - 1}`).join(', ');
      return `l${i}: &l${i} [${inner}]`;
    });
    expect(problems(levels.join('\n'))).to.satisfy((found: string[]) =>
      found.some((each) => each.includes('too many values')),
    );
  });

  it('bounds how deep values nest', () => {
    expect(problems(nested(100)).join('\n')).to.contain('the values are nested too deep');
    expect(problems(nested(100_000)).join('\n')).to.contain('maximum call stack size exceeded');
  });

  it('throws nothing but ConfigError, whatever the text', () => {
    const yaml = constantFrom(...'{}[]:,&*!|>\'"%@`#-?<~$ab01.\\\n\t\r \0\uFEFFé\uD800'.split(''));
    assert(
      property(string({ unit: yaml, maxLength: 60 }), (text) => {
        problems(text);
        problems(`${SOURCE}${SCREEN}routes: [{ to: screen, when: { host: ${text} } }]`);
      }),
    );
  });
});

function nested(depth: number): string {
  return `a: ${'['.repeat(depth)}${']'.repeat(depth)}`;
}
