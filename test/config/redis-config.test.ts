import { expect } from 'chai';
import type { RedisDestinationConfig } from '../../lib/config/destination-config.ts';
import { printConfig } from '../../lib/config/print-config.ts';
import { load, problems, SOURCE } from './load-text.ts';

const destination = (settings: string): string =>
  `${SOURCE}destinations: { bus: { type: redis, ${settings} } }\n`;

function redis(settings: string, env: Record<string, string> = {}): RedisDestinationConfig {
  const [found] = load(destination(settings), env).destinations;
  if (found?.type !== 'redis') throw new Error('no redis destination');
  return found;
}

describe('configuration of a redis destination', () => {
  it('needs an address and a stream', () => {
    expect(redis('url: redis://127.0.0.1, stream: logs')).to.deep.equal({
      type: 'redis',
      name: 'bus',
      server: {
        host: '127.0.0.1',
        port: 6379,
        username: undefined,
        password: undefined,
        database: 0,
        keyPrefix: '',
        tls: undefined,
        cluster: undefined,
        sentinels: undefined,
      },
      stream: 'logs',
      fields: ['event'],
      maxLength: undefined,
      maxAgeMs: undefined,
      maxStreams: 65_536,
      waitReplicas: undefined,
      spool: undefined,
      queueBytes: 67_108_864,
    });
  });

  const tls = {
    ca: undefined,
    cert: undefined,
    key: undefined,
    serverName: undefined,
    minVersion: 'TLSv1.2',
  };
  const servers: readonly [settings: string, server: object][] = [
    ['url: "rediss://[::1]:80/3"', { host: '::1', port: 80, database: 3, tls }],
    ['url: redis://u:p%40ss@h, tls: true', { username: 'u', password: 'p@ss', tls }],
    ['url: redis://:%zz@h', { username: undefined, password: '%zz' }],
    ['url: redis://u:p@h, password: 17, username: v', { username: 'v', password: '17' }],
    ['url: rediss://h, tls: false, database: 2', { database: 2, tls: undefined }],
    ['url: redis://h, tls: { ca: /ca.pem }', { tls: { ...tls, ca: '/ca.pem' } }],
    ['url: redis://h, password: "${env:PASS}"', { password: 'from env' }],
    [
      'nodes: ["[::1]:7000", b]',
      {
        host: '::1',
        port: 7000,
        cluster: [
          { host: '::1', port: 7000 },
          { host: 'b', port: 6379 },
        ],
      },
    ],
    [
      'sentinels: [a:26379], name: main, tls: true',
      { sentinels: { addresses: [{ host: 'a', port: 26_379 }], name: 'main' }, tls },
    ],
  ];
  for (const [settings, server] of servers) {
    it(`reads \`${settings}\``, () => {
      const found = redis(`${settings}, stream: logs`, { PASS: 'from env' });
      expect(found.server).to.deep.include(server);
    });
  }

  const others: readonly [settings: string, expected: object][] = [
    ['fields: [event, host]', { fields: ['event', 'host'] }],
    ['fields: { msg: $MSG }', { fields: { msg: '$MSG' } }],
    ['maxLength: 1000000, maxAge: 7d', { maxLength: 1_000_000, maxAgeMs: 604_800_000 }],
    ['waitReplicas: {}', { waitReplicas: { count: 1, timeoutMs: 1000 } }],
  ];
  for (const [settings, expected] of others) {
    it(`reads \`${settings}\``, () => {
      expect(redis(`url: redis://h, stream: "logs:$HOST", ${settings}`)).to.deep.include(expected);
    });
  }

  const wrong: readonly [settings: string, problem: RegExp][] = [
    ['stream: logs', /url is missing|url/],
    ['url: redis://h', /stream/],
    ['url: http://h, stream: a', /the address does not begin with redis:\/\/; write redis:/],
    ['url: "redis://u:secret@h:x", stream: a', /the address has no valid host and port; write/],
    ['url: redis://h/name, stream: a', /the path is not the number of a database/],
    ['url: redis://h?x=1, stream: a', /the address has parameters/],
    ['url: redis://h, stream: "a{}"', /\{\} holds no hash tag; write text between the braces/],
    ['url: redis://h, stream: a, fields: [events]', /event, host, format/],
    ['url: redis://h, stream: a, fields: []', /name at least one field|event, host/],
    ['url: redis://h, stream: a, tls: { cert: /x }', /belong together; write both cert and key/],
    ['url: redis://h, stream: a, maxAge: 5', /maxAge|duration|unit/],
    [
      'nodes: [h:1], stream: a, url: redis://h',
      /only one kind of address is allowed; write one of url, nodes/,
    ],
    ['nodes: [h:x], stream: a', /"h:x" is no host and port; write host:port/],
    ['nodes: [], stream: a', /name at least one/],
    ['nodes: [h], stream: a, database: 1', /a cluster has database 0 only; remove it/],
    ['sentinels: [h], stream: a', /the master has no name; add name/],
    ['url: redis://h, stream: a, name: main', /there are no sentinels; add sentinels/],
    ['url: redis://h, stream: a, keyPrefix: "a{"', /write braces in pairs around text, or none/],
  ];
  for (const [settings, problem] of wrong) {
    it(`refuses \`${settings}\``, () => {
      const found = problems(destination(settings));
      expect(found).to.have.length(1);
      expect(found[0]).to.match(problem).and.not.contain('secret');
    });
  }

  it('is printed so that it is read back, but for its secret', () => {
    const settings =
      'url: "rediss://u@[::1]:7000/2", stream: "l:$HOST", fields: { a: $MSG }, maxAge: 90s, waitReplicas: { count: 2 }';
    const config = load(destination(settings));
    expect(load(printConfig(config))).to.deep.equal(config);
    for (const place of ['nodes: [a, "[::1]:7"]', 'sentinels: [a], name: b, tls: true']) {
      const other = load(destination(`${place}, stream: a`));
      expect(load(printConfig(other))).to.deep.equal(other);
    }
    const secret = printConfig(load(destination(`${settings}, password: hunter2`)));
    expect(secret).to.contain('password: "***"').and.not.contain('hunter2');
  });
});
