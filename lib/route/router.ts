import type { EventView } from '../event/event-view.ts';
import { FORMATS } from '../event/format.ts';
import type { EventTest } from './event-test.ts';

/** Routes of one level, as they are for events of one listener and format. */
export interface RouteLevel {
  readonly routes: readonly CompiledRoute[];
  /** Used only if none of `routes` took the event. */
  readonly fallbacks: readonly CompiledRoute[];
}

export interface CompiledRoute {
  /** Undefined: every event. */
  readonly test: EventTest | undefined;
  /** Indices of destinations. */
  readonly to: Int32Array;
  readonly nested: RouteLevel | undefined;
  readonly final: boolean;
}

/** Routing of the events of one listener and format. */
export interface RouteCell {
  /** The destinations, when they are the same for every event; otherwise undefined, and `level` decides. */
  readonly fixed: Int32Array | undefined;
  /** With `fixed`: whether any route takes the events; one may lead nowhere on purpose. */
  readonly isTaken: boolean;
  readonly level: RouteLevel;
}

/** Decides which destinations get an event. One per shard; made by `compileRoutes`. */
export class Router {
  /** After `match`: the indices of the destinations, each once, in the order of the routes. Valid until the next `match`. */
  matched: Int32Array;
  /** After `match` returned 0: whether a route took the event all the same. */
  isTaken = false;
  readonly #cells: readonly RouteCell[];
  readonly #scratch: Int32Array;
  /** For each destination the number of the last event routed to it. */
  readonly #lastEvent: Float64Array;
  #event = 0;
  #count = 0;

  /** `cells`: by listener index, then by format number. */
  constructor(cells: readonly RouteCell[], destinations: number) {
    this.#cells = cells;
    this.#scratch = new Int32Array(destinations);
    this.#lastEvent = new Float64Array(destinations);
    this.matched = this.#scratch;
  }

  /** Returns how many of `matched` count. */
  match(view: EventView): number {
    const cell = this.#cells[view.listener.index * FORMATS.length + view.format] as RouteCell;
    if (cell.fixed !== undefined) {
      this.matched = cell.fixed;
      this.isTaken = cell.isTaken;
      return cell.fixed.length;
    }
    this.matched = this.#scratch;
    this.#event++;
    this.#count = 0;
    this.isTaken = this.#takeLevel(cell.level, view);
    return this.#count;
  }

  /** Returns whether any route took the event. */
  #takeLevel(level: RouteLevel, view: EventView): boolean {
    return this.#takeUntilFinal(level.routes, view) || this.#takeUntilFinal(level.fallbacks, view);
  }

  #takeUntilFinal(routes: readonly CompiledRoute[], view: EventView): boolean {
    let isTaken = false;
    for (let i = 0; i < routes.length; i++) {
      const route = routes[i] as CompiledRoute;
      if (!this.#takeRoute(route, view)) continue;
      isTaken = true;
      if (route.final) break;
    }
    return isTaken;
  }

  #takeRoute(route: CompiledRoute, view: EventView): boolean {
    if (route.test !== undefined && !route.test.holds(view)) return false;
    const { to } = route;
    for (let i = 0; i < to.length; i++) this.#add(to[i] as number);
    return route.nested === undefined || this.#takeLevel(route.nested, view) || to.length > 0;
  }

  #add(destination: number): void {
    if (this.#lastEvent[destination] === this.#event) return;
    this.#lastEvent[destination] = this.#event;
    this.#scratch[this.#count++] = destination;
  }
}
