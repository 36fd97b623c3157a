import type { EventSink } from '../event/event-sink.ts';
import type { HostTable } from '../senders/host-table.ts';
import type { ScopeNames } from '../senders/scope-names.ts';
import type { SenderKey } from '../senders/sender-key.ts';
import type { Datagram } from './datagram.ts';

/**
 * Takes the datagrams of one source in one thread; one message of a stream counts as a datagram. Everything that receives passes
 * its bytes on by this interface and knows nothing of what decodes them.
 */
export interface DatagramSink extends ConnectionCounts {
  /** Counts datagrams that were read and follow one by one, so that none goes uncounted if a later step fails. */
  announce(count: number): void;
  /** Takes one announced datagram of `key`, whose bytes need to be valid during the call only. `nowMs`: monotonic, when it was read. */
  datagram(datagram: Datagram, key: SenderKey, nowMs: number): void;
}

/** Takes events that are decoded already, such as those another relay wrote to Redis: they enter at the routes, and count for the source that is their listener's index. */
export interface DecodedSink extends EventSink {
  /** The names of hosts, for such events. */
  readonly hosts: HostTable;
  /** Counts entries that no event comes of; `source`: its index in the configuration. */
  count(source: number, outcome: EntryOutcome, entries: number): void;
  /** Sets how many entries of a source are still to be read; NaN if that is unknown. */
  setLag(source: number, entries: number): void;
}

/** Why no event comes of an entry: it was delivered too often, or was removed before it was read. */
export type EntryOutcome = 'refused' | 'trimmedUnread';
/**
 * What becomes of a connection, each a counter; and that a reload moved an open one from the sink that it had (`left`) to another
 * (`joined`).
 */
export type ConnectionOutcome =
  'accepted' | 'refused' | 'limited' | 'handshake-failed' | 'idle' | 'left' | 'joined';

/** Where sources with connections count them; of other sources never called. */
export interface ConnectionCounts {
  connection(outcome: ConnectionOutcome): void;
  /** A connection of `key` was closed: its open records are complete. */
  closed(key: SenderKey, nowMs: number): void;
}

/** The sinks of one thread and the batches that are filled from them. */
export interface SinkGroup {
  /** One sink for each input of the thread, in their order. Valid until the thread gets another configuration. */
  sinks(): readonly DatagramSink[];
  /** Takes what is decoded already. Valid as long as `sinks`. */
  readonly decoded: DecodedSink;
  /**
   * Runs `take`, which passes on a chunk of a source that can wait, and returns the chunk's receipt: its batches carry it and contain no other events.
   * The reader gets the receipt back when they are settled.
   */
  chunk(take: () => void): number;
  /** Numbers the names of link-local scopes, for `SenderKey.setFromText`. */
  readonly scopes: ScopeNames;
  /** Whether there is nothing to flush. */
  readonly isEmpty: boolean;
  /** Gives up on records overdue at `nowMs`; returns when that is needed next, or undefined. */
  expire(nowMs: number): number | undefined;
  /** Hands over everything that is complete. */
  flush(): void;
  /** The same at intervals: what is younger than the last call may stay, once. */
  flushOld(): void;
}
