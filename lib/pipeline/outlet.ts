import type { Encoder } from '../deliver/encoder.ts';
import type { Tap } from '../deliver/tap/tap.ts';
import type { EventSink } from '../event/event-sink.ts';
import type { EventView } from '../event/event-view.ts';
import { Utf8Repair } from '../event/utf8.ts';
import { COUNT, type SourceCounts } from '../observe/counters.ts';
import type { Router } from '../route/router.ts';

/** Counters of an outlet: by source index, and events by destination index. */
export interface OutletCounts {
  readonly sources: readonly SourceCounts[];
  readonly routed: Float64Array;
}

/** The way of an event after decoding: normalise → route → encode. Shared by all sources of a shard. */
export class Outlet implements EventSink {
  readonly #router: Router;
  readonly #encoders: readonly Encoder[];
  readonly #counts: OutletCounts;
  readonly #utf8 = new Utf8Repair();
  readonly #taps: readonly Tap[];

  /** `encoders` by destination index. `taps` may change: all events are copied to those that are there. */
  constructor(
    router: Router,
    encoders: readonly Encoder[],
    counts: OutletCounts,
    taps: readonly Tap[] = [],
  ) {
    this.#router = router;
    this.#encoders = encoders;
    this.#counts = counts;
    this.#taps = taps;
  }

  /** Takes one complete event; the view is free again when this returns. */
  take(view: EventView): void {
    this.#utf8.repair(view);
    const counts = this.#counts.sources[view.listener.index] as SourceCounts;
    if (view.problems !== 0) (counts[COUNT.problems] as number)++;
    const matched = this.#router.match(view);
    if (matched === 0 && !this.#router.isTaken) (counts[COUNT.unrouted] as number)++;
    for (let i = 0; i < matched; i++) {
      const destination = this.#router.matched[i] as number;
      (this.#counts.routed[destination] as number)++;
      (this.#encoders[destination] as Encoder).encode(view);
    }
    for (let i = 0; i < this.#taps.length; i++) (this.#taps[i] as Tap).take(view);
  }

  /** Calls `visit` with the index of each destination of an event and the name it has there. For reports: it matches the routes again. */
  eachPlace(view: EventView, visit: (destination: number, name: string) => void): void {
    const matched = this.#router.match(view);
    for (const destination of this.#router.matched.slice(0, matched)) {
      visit(destination, (this.#encoders[destination] as Encoder).nameOf(view));
    }
  }

  /** Whether there is anything to flush. */
  get isEmpty(): boolean {
    for (const encoder of this.#encoders) if (!encoder.isEmpty) return false;
    for (const tap of this.#taps) if (!tap.isEmpty) return false;
    return true;
  }

  /** Hands over what the encoders hold. */
  flush(): void {
    for (const encoder of this.#encoders) if (!encoder.isEmpty) encoder.flush();
    for (const tap of this.#taps) tap.flush();
  }

  /** The same at intervals, see `Encoder.flushOld`. */
  flushOld(): void {
    for (const encoder of this.#encoders) encoder.flushOld();
    for (const tap of this.#taps) tap.flush();
  }
}
