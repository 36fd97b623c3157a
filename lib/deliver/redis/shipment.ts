import { RUN_WORDS } from '../batch.ts';
import type { Parcel } from '../parcel.ts';
import type { Stream, StreamBook } from './stream-book.ts';
import type { StreamLane, StreamLanes } from './stream-lanes.ts';

/** The events of a parcel for one stream. */
export interface Portion {
  readonly stream: Stream;
  readonly lane: StreamLane;
  /** With `prev` of the stream, and one run. Renumbered when the server's count requires it. */
  parcel: Parcel;
  isDone: boolean;
}

/** A parcel by stream, over all attempts to deliver it. */
export interface Shipment {
  /** The lane that it is numbered in. */
  readonly lane: string;
  readonly portions: readonly Portion[];
  /** Events that the server refused. */
  refused: number;
}

interface Part {
  readonly ranges: Uint8Array[];
  readonly name: number;
  events: number;
}

/** Divides a parcel by stream and numbers the parts in its lane. */
export function shipmentOf(parcel: Parcel, book: StreamBook, lanes: StreamLanes): Shipment {
  const portions = [...partsOf(parcel, book)].map(([stream, part]): Portion => {
    const bytes = Buffer.concat(part.ranges);
    const runs = Uint32Array.of(part.name, bytes.length, part.events);
    const lane = lanes.of(parcel.lane, stream);
    const prev = lane.tail;
    lane.tail = parcel.next;
    const own = { bytes, used: bytes.length, events: part.events, runs, prev };
    return { stream, lane, parcel: { ...parcel, ...own }, isDone: false };
  });
  return { lane: parcel.lane, portions, refused: 0 };
}

/** The same shipment in another lane: what is not done is numbered again. */
export function renumbered(shipment: Shipment, parcel: Parcel, lanes: StreamLanes): Shipment {
  const portions = shipment.portions
    .filter(({ isDone }) => !isDone)
    .map(({ stream, parcel: old }): Portion => {
      const lane = lanes.of(parcel.lane, stream);
      const prev = lane.tail;
      lane.tail = parcel.next;
      const { lane: id, next } = parcel;
      return { stream, lane, parcel: { ...old, lane: id, prev, next }, isDone: false };
    });
  return { lane: parcel.lane, portions, refused: shipment.refused };
}

function partsOf({ runs, names, bytes }: Parcel, book: StreamBook): Map<Stream, Part> {
  const parts = new Map<Stream, Part>();
  let start = 0;
  for (let at = 0; at < runs.length; at += RUN_WORDS) {
    const name = runs[at] as number;
    const end = runs[at + 1] as number;
    const stream = book.find(names[name] as string);
    const part = parts.get(stream) ?? { ranges: [], name, events: 0 };
    parts.set(stream, part);
    part.ranges.push(bytes.subarray(start, end));
    part.events += runs[at + 2] as number;
    start = end;
  }
  return parts;
}
