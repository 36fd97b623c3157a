import { FORMATS } from '../event/format.ts';
import { ConditionCompiler, type Origin } from './condition-compiler.ts';
import type { RouteConfig, RoutingConfig } from './route-config.ts';
import { Router, type CompiledRoute, type RouteCell, type RouteLevel } from './router.ts';

/**
 * Compiles the routes for events whose listener's index is that of its source in `config`; destinations are
 * numbered as in `config`. Conditions on listener and format are evaluated here: if there are no others, an event costs
 * one look-up.
 */
export function compileRoutes(config: RoutingConfig): Router {
  const compiler = new LevelCompiler(config);
  const cells = config.sources.flatMap((source) =>
    FORMATS.map((format) =>
      toCell(compiler.compile(config.routes, { listener: source.name, format })),
    ),
  );
  return new Router(cells, config.destinations.length);
}

class LevelCompiler {
  readonly #conditions = new ConditionCompiler();
  readonly #indices: ReadonlyMap<string, number>;

  constructor(config: RoutingConfig) {
    this.#indices = new Map(config.destinations.map(({ name }, index) => [name, index]));
  }

  compile(routes: readonly RouteConfig[], origin: Origin): RouteLevel {
    const ordinary = this.#compileAll(
      routes.filter(({ fallback }) => !fallback),
      origin,
    );
    if (ordinary.some((route) => isSure(route))) return { routes: ordinary, fallbacks: [] };
    const fallbacks = this.#compileAll(
      routes.filter(({ fallback }) => fallback),
      origin,
    );
    return { routes: ordinary, fallbacks };
  }

  #compileAll(routes: readonly RouteConfig[], origin: Origin): CompiledRoute[] {
    const compiled: CompiledRoute[] = [];
    for (const config of routes) {
      const route = this.#compileRoute(config, origin);
      if (route === undefined) continue;
      compiled.push(route);
      if (route.final && isSure(route)) break;
    }
    return compiled;
  }

  /** Undefined when the route takes no event of `origin`. */
  #compileRoute(route: RouteConfig, origin: Origin): CompiledRoute | undefined {
    if (route.from !== undefined && !route.from.includes(origin.listener)) return undefined;
    const test = route.when === undefined || this.#conditions.compile(route.when, origin);
    if (test === false) return undefined;
    return {
      test: test === true ? undefined : test,
      to: Int32Array.from(route.to, (name) => this.#indexOf(name)),
      nested: route.routes.length === 0 ? undefined : this.compile(route.routes, origin),
      final: route.final,
    };
  }

  #indexOf(name: string): number {
    const index = this.#indices.get(name);
    if (index === undefined) throw new Error(`no destination: ${name}`);
    return index;
  }
}

/** Whether a route takes every event. */
function isSure({ test, to, nested }: CompiledRoute): boolean {
  return test === undefined && (nested === undefined || to.length > 0);
}

function toCell(level: RouteLevel): RouteCell {
  if (!isUntested(level)) return { fixed: undefined, isTaken: false, level };
  const taken = collect(level);
  return { fixed: Int32Array.from(new Set(taken)), isTaken: taken !== undefined, level };
}

/** Whether nothing depends on the event. */
function isUntested({ routes, fallbacks }: RouteLevel): boolean {
  return [...routes, ...fallbacks].every(
    ({ test, nested }) => test === undefined && (nested === undefined || isUntested(nested)),
  );
}

/** The destinations of a level without conditions; undefined if no route takes an event. */
function collect(level: RouteLevel): number[] | undefined {
  return collectUntilFinal(level.routes) ?? collectUntilFinal(level.fallbacks);
}

function collectUntilFinal(routes: readonly CompiledRoute[]): number[] | undefined {
  let taken: number[] | undefined;
  for (const { to, nested, final } of routes) {
    const below = nested === undefined ? [] : collect(nested);
    if (below === undefined && to.length === 0) continue;
    taken = [...(taken ?? []), ...to, ...(below ?? [])];
    if (final) break;
  }
  return taken;
}
