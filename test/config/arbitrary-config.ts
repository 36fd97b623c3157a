import {
  array,
  boolean,
  constant,
  constantFrom,
  option,
  record,
  shuffledSubarray,
  type Arbitrary,
} from 'fast-check';
import type { Config } from '../../lib/config/config.ts';
import type { Condition, RouteConfig } from '../../lib/route/route-config.ts';
import { defaultConfig } from '../../lib/config/default-config.ts';
import { FACILITIES, SEVERITIES } from '../../lib/event/facility-severity.ts';
import { FORMATS } from '../../lib/event/format.ts';

export const SOURCES = ['kernel', 'net'];
export const DESTINATIONS = ['a', 'b', 'c', 'd'];

function some<T>(...items: T[]): Arbitrary<T[]> {
  return shuffledSubarray(items, { minLength: 1 });
}

/** Any condition, nested at most `depth` deep. */
function condition(depth: number): Arbitrary<Condition> {
  const leaves = {
    format: some(...FORMATS),
    host: some('web*', '*1', 'db?', '*'),
    source: some('192.0.2.0/25', '2001:db8::/32', '192.0.2.200/32'),
    listener: some(...SOURCES),
    facility: some(...FACILITIES),
    severity: some(...SEVERITIES),
    appName: some('kernel', 'k*', 'sshd'),
    message: constantFrom({ contains: 'oops' }, { matches: 'o+ps|é$' }),
  };
  if (depth === 0) return record(leaves, { requiredKeys: [] });
  const nested = condition(depth - 1);
  const list = array(nested, { minLength: 1, maxLength: 2 });
  const branches = { ...leaves, all: list, any: list, not: nested };
  return record(branches, { requiredKeys: [] });
}

/** Any route, nested at most `depth` deep. */
function route(depth: number): Arbitrary<RouteConfig> {
  return record({
    when: option(condition(depth), { nil: undefined }),
    from: option(some(...SOURCES), { nil: undefined }),
    to: shuffledSubarray(DESTINATIONS),
    final: boolean(),
    fallback: boolean(),
    routes: depth === 0 ? constant([]) : array(route(depth - 1), { maxLength: 2 }),
  });
}

/** Any routes, nested at most `depth` deep, between two sources and four destinations. */
export function configWithRoutes(depth: number): Arbitrary<Config> {
  const base = defaultConfig();
  const [source] = base.sources;
  const [file] = base.destinations;
  if (source === undefined || file === undefined) throw new Error('the default has none');
  return array(route(depth), { maxLength: 3 }).map((routes) => ({
    ...base,
    sources: SOURCES.map((name, index) => ({
      ...source,
      name,
      listen: { address: '::', port: 6666 + index },
    })),
    destinations: DESTINATIONS.map((name) => ({ ...file, name })),
    routes,
  }));
}
