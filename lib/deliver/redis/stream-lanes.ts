import type { Stream } from './stream-book.ts';

/** Confirmed parcels remembered, for counting what a failover lost; replicas are not further behind. */
const REMEMBERED = 256;
/** Lanes kept at a time: the present one, and those of parcels that wait. */
const MAX_LANES = 4;

interface Confirmed {
  readonly next: number;
  readonly events: number;
}

/**
 * How far one stream of a cluster has followed a lane. Its state counts the events of the whole lane: it is the `next` of the last parcel that had
 * events for the stream. So a parcel stored by an earlier process has the same numbers.
 */
export class StreamLane {
  /** The `next` of the last parcel that was numbered for the stream. */
  tail = 0;
  /** The `next` of the last parcel that the server has confirmed. */
  confirmed = 0;
  /** Whether the server's count is known: it is not before the first reply, and not after a parcel that was refused as a whole. */
  isKnown = false;
  #last: Confirmed[] = [];
  /** The highest `next` that is no longer remembered. */
  #forgotten = 0;

  confirm(next: number, events: number): void {
    this.confirmed = Math.max(this.confirmed, next);
    this.isKnown = true;
    this.#last.push({ next, events });
    if (this.#last.length <= REMEMBERED) return;
    this.#forgotten = this.#last[REMEMBERED / 2 - 1]?.next ?? 0;
    this.#last = this.#last.slice(REMEMBERED / 2);
  }

  /** Passes over a parcel that the server has refused and perhaps not counted. */
  skip(next: number): void {
    this.confirmed = next;
    this.isKnown = false;
  }

  /** Continues from the server's count. Returns the most events that it had confirmed and lost. */
  continueFrom(current: number): number {
    const lost = this.#last.filter(({ next }) => next > current);
    // Of what is not remembered, all events of the lane may have been for this stream.
    const forgotten = Math.max(0, this.#forgotten - current);
    this.#forgotten = Math.min(this.#forgotten, current);
    this.#last = this.#last.filter(({ next }) => next <= current);
    this.confirmed = current;
    this.isKnown = true;
    return lost.reduce((sum, { events }) => sum + events, forgotten);
  }
}

/** The streams of each lane. */
export class StreamLanes {
  readonly #byLane = new Map<string, Map<Stream, StreamLane>>();

  of(lane: string, stream: Stream): StreamLane {
    const streams = this.#byLane.get(lane) ?? this.#add(lane);
    const known = streams.get(stream) ?? new StreamLane();
    streams.set(stream, known);
    return known;
  }

  #add(lane: string): Map<Stream, StreamLane> {
    const streams = new Map<Stream, StreamLane>();
    this.#byLane.set(lane, streams);
    const [oldest] = this.#byLane.keys();
    if (this.#byLane.size > MAX_LANES && oldest !== undefined) this.#byLane.delete(oldest);
    return streams;
  }
}
