import { hostname } from 'node:os';
import { expect } from 'chai';
import { printConfig } from '../../lib/config/print-config.ts';
import type { RedisSourceConfig } from '../../lib/config/source-config.ts';
import { load, problems, SCREEN } from './load-text.ts';

const source = (settings: string, more = ''): string =>
  `sources: { edge: { type: redis, url: redis://h, ${settings} } }\n${SCREEN}${more}`;

function redis(settings: string, more = ''): RedisSourceConfig {
  const [found] = load(source(settings, more)).sources;
  if (found?.type !== 'redis') throw new Error('no redis source');
  return found;
}

describe('configuration of a redis source', () => {
  it('has a group, and the host name as its consumer', () => {
    expect(redis('streams: [logs]')).to.deep.include({
      streams: ['logs'],
      group: 'netconsole-relay',
      consumer: hostname(),
      claimAfterMs: 60_000,
      defaultSeverity: 4,
    });
  });

  it('has the id of the relay as its consumer, unless it has a name of its own', () => {
    expect(redis('streams: [logs]', 'relayId: writer1\n').consumer).to.equal('writer1');
    expect(redis('streams: [logs], consumer: me', 'relayId: writer1\n').consumer).to.equal('me');
  });

  it('reads all streams of a template', () => {
    expect(redis('streams: "a{x}:$(hash 3 $HOST):b"').streams).to.deep.equal([
      'a{x}:0:b',
      'a{x}:1:b',
      'a{x}:2:b',
    ]);
    expect(redis('streams: logs').streams).to.deep.equal(['logs']);
    expect(redis('streams: "l$$"').streams).to.deep.equal(['l$']);
  });

  const wrong: readonly [settings: string, problem: RegExp][] = [
    ['group: a', /streams/],
    ['streams: []', /name at least one stream|write a name/],
    ['streams: "logs:$HOST"', /cannot be listed; use no macro but one \$\(hash N/],
    ['streams: "$(hash 2 a)$(hash 2 b)"', /cannot be listed/],
    ['streams: "$(hash 2000 a)"', /these are 2000 streams; read at most 1024/],
    ['streams: [a], claimAfter: 5', /duration|unit|claimAfter/],
    ['streams: [a], listen: "1.2.3.4:5"', /listen/],
  ];
  for (const [settings, problem] of wrong) {
    it(`refuses \`${settings}\``, () => {
      const found = problems(source(settings));
      expect(found).to.have.length(1);
      expect(found[0]).to.match(problem);
    });
  }

  it('is printed so that it is read back', () => {
    for (const settings of ['streams: [a, b], claimAfter: 10s', 'streams: "a:$(hash 2 $HOST)"']) {
      const config = load(source(settings));
      expect(load(printConfig(config))).to.deep.equal(config);
    }
  });
});
