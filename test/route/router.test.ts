import { expect } from 'chai';
import { assert, constantFrom, integer, option, property, record, array } from 'fast-check';
import type { Config } from '../../lib/config/config.ts';
import { loadConfig } from '../../lib/config/load-config.ts';
import { defaultConfig } from '../../lib/config/default-config.ts';
import { FORMATS } from '../../lib/event/format.ts';
import { compileRoutes } from '../../lib/route/compile-routes.ts';
import type { Router } from '../../lib/route/router.ts';
import { configWithRoutes, SOURCES } from '../config/arbitrary-config.ts';
import { eventOn, type Subject } from './event-on.ts';
import { routeNaively } from './naive-router.ts';

const HOSTS = ['web1', 'web2', 'db1', 'über'];

const subjects = record({
  listener: integer({ min: 0, max: 1 }),
  format: constantFrom(...FORMATS),
  hostId: integer({ min: 0, max: 3 }),
  address: constantFrom('192.0.2.1', '192.0.2.200', '2001:db8::9', '198.51.100.1'),
  facility: constantFrom(0, 1, 2, 5, 23, 24, 255),
  severity: integer({ min: -1, max: 7 }),
  appName: option(constantFrom('kernel', 'kthread', 'sshd'), { nil: undefined }),
  message: constantFrom('', 'oops', 'no op', 'ops: é', 'oopsé'),
}).map((subject): Subject => ({ ...subject, host: HOSTS[subject.hostId] ?? '' }));

const plain: Subject = {
  listener: 0,
  format: 'rfc5424',
  host: 'web1',
  hostId: 0,
  address: '192.0.2.1',
  facility: 1,
  severity: 6,
  appName: 'sshd',
  message: 'text',
};

function destinationsOf(router: Router, config: Config, subject: Subject): string[] {
  const view = eventOn(subject, config.sources[subject.listener]?.name ?? '');
  const count = router.match(view);
  return [...router.matched.subarray(0, count)].map((i) => config.destinations[i]?.name ?? '?');
}

function routed(routes: string, subject: Partial<Subject> = {}): string[] {
  const text = `
sources: { kernel: { type: udp }, net: { type: udp, listen: "[::]:514" } }
destinations: { a: { type: stdout }, b: { type: stdout }, c: { type: stdout } }
routes: ${routes}`;
  const { config } = loadConfig(text, { file: 'f', env: {}, readFile: () => '' });
  return destinationsOf(compileRoutes(config), config, { ...plain, ...subject });
}

describe('Router', () => {
  it('agrees with a plain reading of any configuration, on any events', () => {
    assert(
      property(configWithRoutes(2), array(subjects, { maxLength: 12 }), (config, events) => {
        const router = compileRoutes(config);
        for (const subject of events) {
          expect(destinationsOf(router, config, subject)).to.deep.equal(
            routeNaively(config, subject),
          );
        }
      }),
      { numRuns: 200 },
    );
  });

  it('costs the embedded default one look-up', () => {
    const config = defaultConfig();
    const router = compileRoutes(config);
    expect(SOURCES.length).to.equal(config.sources.length);
    for (const format of FORMATS) {
      const expected = /^(netconsole|signal)/.test(format) ? 'netconsole' : 'syslog';
      expect(destinationsOf(router, config, { ...plain, format })).to.deep.equal([expected]);
      const list = router.matched;
      expect(destinationsOf(router, config, { ...plain, format })).to.deep.equal([expected]);
      expect(router.matched, 'the same list each time').to.equal(list);
    }
  });

  it('sends each event to a destination once, in the order of the routes', () => {
    expect(routed('[{ to: [b, a] }, { to: [a, c] }]')).to.deep.equal(['b', 'a', 'c']);
  });

  it('stops at a final route only when it took the event', () => {
    const routes = '[{ when: { host: "db*" }, to: [a], final: true }, { to: [b] }]';
    expect(routed(routes)).to.deep.equal(['b']);
    expect(routed(routes, { host: 'db1' })).to.deep.equal(['a']);
  });

  it('asks fallback routes last, and only when no other took the event', () => {
    const routes = '[{ to: [c], fallback: true }, { when: { severity: "err or worse" }, to: [a] }]';
    expect(routed(routes, { severity: 6 })).to.deep.equal(['c']);
    expect(routed(routes, { severity: 3 })).to.deep.equal(['a']);
  });

  it('discards with an empty list', () => {
    const routes = '[{ when: { appName: sshd }, to: [], final: true }, { to: [a] }]';
    expect(routed(routes)).to.deep.equal([]);
    expect(routed(routes, { appName: 'cron' })).to.deep.equal(['a']);
  });

  it('counts a route without destinations as taken when a nested one took the event', () => {
    const nested = '{ routes: [{ when: { facility: mail }, to: [a] }] }';
    const routes = `[${nested}, { to: [b], fallback: true }]`;
    expect(routed(routes, { facility: 2 })).to.deep.equal(['a']);
    expect(routed(routes, { facility: 3 })).to.deep.equal(['b']);
  });

  it('takes the default severity of the listener for events that say none', () => {
    const routes = '[{ when: { severity: "warning or worse" }, to: [a] }]';
    expect(routed(routes, { severity: -1 })).to.deep.equal(['a']);
    expect(routed(routes, { severity: 5 })).to.deep.equal([]);
  });

  it('answers for host names that are not numbered', () => {
    const routes = '[{ when: { host: "web*" }, to: [a] }]';
    expect(routed(routes, { hostId: -1 })).to.deep.equal(['a']);
    expect(routed(routes, { hostId: -1, host: 'db' })).to.deep.equal([]);
    expect(routed(routes, { hostId: 100_000 })).to.deep.equal(['a']);
  });

  it('keeps apart what comes in by different sources', () => {
    const routes = '[{ from: [net], to: [a] }, { when: { listener: kernel }, to: [b] }]';
    expect(routed(routes, { listener: 0 })).to.deep.equal(['b']);
    expect(routed(routes, { listener: 1 })).to.deep.equal(['a']);
  });

  it('ends after a final route whose nested ones decide', () => {
    const routes = '[{ routes: [{ to: [a] }], final: true }, { to: [b] }]';
    expect(routed(routes)).to.deep.equal(['a']);
  });

  it('counts a route with destinations as taken whatever its nested ones say', () => {
    const nested = '{ to: [a], final: true, routes: [{ when: { facility: mail }, to: [b] }] }';
    expect(routed(`[${nested}, { to: [c] }]`, { facility: 3 })).to.deep.equal(['a']);
    const dynamic = `{ when: { host: "web*" }, routes: [${nested}], final: true }`;
    expect(routed(`[${dynamic}, { to: [c] }]`, { facility: 3 })).to.deep.equal(['a']);
  });

  it('counts facilities that syslog cannot say as user', () => {
    const routes = '[{ when: { facility: user }, to: [a] }]';
    expect(routed(routes, { facility: 255 })).to.deep.equal(['a']);
    expect(routed(routes, { facility: 3 })).to.deep.equal([]);
  });
});
