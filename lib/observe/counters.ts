import { FORMATS, type Format } from '../event/format.ts';
import { CRASH_TYPES, type CrashType } from '../event/crash.ts';

/** Counters of each source, in the order of their memory. */
export const SOURCE_COUNTERS = [
  // every datagram has exactly one outcome:
  // datagrams + split = events + joined + duplicates + refused + empty + kept open + lost in a crash
  'datagrams',
  'events',
  'joined',
  'duplicates',
  'refused',
  'empty',
  'keptOpen',
  // events beyond the first of one datagram
  'split',
  'lostInCrash',
  // and besides
  'bytes',
  'signals',
  'problems',
  'basic',
  'extended',
  'rfc3164',
  'rfc5424',
  'unparsed',
  'fragments',
  'incomplete',
  'badFragments',
  'overlappingFragments',
  'unterminated',
  'gaps',
  'outOfOrder',
  'reboots',
  'replays',
  'lost',
  'droppedByKernel',
  'evicted',
  'sendersKnown',
  // left out of the log, which has ten of each in ten seconds
  'sendersUnreported',
  'signalsUnreported',
  'unrouted',
  // entries of a Redis stream that were removed before they were read
  'trimmedUnread',
  // entries that a Redis group has not read; a present number, NaN while it is unknown
  'lag',
  // connections: accepted, not in allow, above maxConnections, TLS handshakes that failed, closed by idleTimeout; those open now, and those
  // that were open when their thread died
  'connections',
  'connectionsRefused',
  'connectionsLimited',
  'handshakesFailed',
  'connectionsIdle',
  'connectionsOpen',
  'connectionsLost',
  // those of the refused that were above rateLimit
  'rateLimited',
  // signals that were not emitted because there were too many about their sender
  'signalsLimited',
  // records of user processes that begin like a crash
  'userMadeCrashText',
  // crashes that were not sent: one of the same title was, or there were too many
  'crashRepeats',
  'crashesSuppressed',
  // messages worth an event without a call trace, and those that there were too many of
  'troubles',
  'troublesSuppressed',
  ...CRASH_TYPES.map((type) => crashCounter(type)),
] as const;
export type SourceCounter = (typeof SOURCE_COUNTERS)[number];

/** The position of every source counter, for hot code: `counts[COUNT.datagrams]++`. */
export const COUNT = Object.fromEntries(
  SOURCE_COUNTERS.map((name, index) => [name, index]),
) as Readonly<Record<SourceCounter, number>>;

/** The counter of each format. Signals are counted apart: they are no datagram's outcome. */
export const COUNTER_OF_FORMAT = {
  'netconsole-basic': 'basic',
  'netconsole-extended': 'extended',
  rfc3164: 'rfc3164',
  rfc5424: 'rfc5424',
  unparsed: 'unparsed',
  signal: 'signals',
} satisfies Record<Format, SourceCounter>;

/** The position of each format's counter by the format's number, for hot code. */
export const FORMAT_COUNT: Int32Array = Int32Array.from(
  FORMATS,
  (format) => COUNT[COUNTER_OF_FORMAT[format]],
);

/**
 * The counters of one source as seen by one shard. Kept in shared memory, so that the main thread
 * reads them at any time while the shard alone writes.
 */
export type SourceCounts = Float64Array;

/** The counter of crashes of one type. */
export function crashCounter<T extends CrashType>(type: T): `crash:${T}` {
  return `crash:${type}`;
}

export function createSourceCounts(): SourceCounts {
  return new Float64Array(
    new SharedArrayBuffer(SOURCE_COUNTERS.length * Float64Array.BYTES_PER_ELEMENT),
  );
}
