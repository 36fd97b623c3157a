import type { Config } from '../config/config.ts';
import { canWait } from '../config/source-config.ts';
import type { RouteConfig } from '../route/route-config.ts';

/** Part of a queue that is kept for them. */
const RESERVED_SHARE = 1 / 2;

/** Bytes of each destination's queue that are reserved for sources that can wait; 0 if none of them feeds it. */
export function reservedBytes(config: Config): ReadonlyMap<string, number> {
  const waiting = config.sources.filter(canWait);
  const fed = new Set(waiting.flatMap(({ name }) => [...targetsOf(config.routes, name)]));
  return new Map(
    config.destinations.map(({ name, queueBytes }) => [
      name,
      fed.has(name) ? queueBytes * RESERVED_SHARE : 0,
    ]),
  );
}

function targetsOf(routes: readonly RouteConfig[], source: string): string[] {
  return routes
    .filter(({ from }) => from === undefined || from.includes(source))
    .flatMap(({ to, routes: nested }) => [...to, ...targetsOf(nested, source)]);
}
