/** Why events were not delivered; one word in type, counter, log and test. */
export const DROP_REASONS = [
  'queue-full',
  'write-failed',
  'unsafe-path',
  'refused',
  'drain-deadline',
  'closed',
  'shard-died',
  'spool-full',
  'spool-damaged',
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/** Reasons that a second attempt may not meet again; a source that can wait reads such events again. */
const TRANSIENT_REASONS: ReadonlySet<string> = new Set<DropReason>([
  'queue-full',
  'write-failed',
  'drain-deadline',
  'closed',
  'shard-died',
  'spool-full',
]);

/** Events dropped, by reason; an absent reason is 0. */
export type DropCounts = Readonly<Partial<Record<DropReason, number>>>;

/**
 * Counted by destinations besides the outcome of events. `too-many-hosts`, `too-many-streams`: delivered under the overflow name; `lost_by_server`: an upper bound of the
 * events that a server confirmed and then lost.
 */
export const SIDE_COUNTERS = [
  'truncated',
  'resent',
  'lost_by_server',
  'too-many-hosts',
  'too-many-streams',
] as const;
export type SideCounter = (typeof SIDE_COUNTERS)[number];

/** The outcome of a batch: `delivered` plus `spooled` plus all `dropped` is the number of its events. */
export interface Outcome {
  readonly delivered: number;
  readonly dropped: DropCounts;
  /** Events that are on disk and will be delivered from there; 0 when absent. */
  readonly spooled?: number;
}

/** A name (path, stream) that a shard's encoder used for the first time; later runs use its `id`. */
export interface NewName {
  readonly id: number;
  readonly name: string;
}

/** Memory that threads share. */
export type BatchBytes = Uint8Array<SharedArrayBuffer>;

/** Words of a run: name id, end offset, events. */
export const RUN_WORDS = 3;

/** Which bytes of a batch belong to which name. Consecutive entries of one name are one run. */
export interface Runs {
  /** Offset in the bytes of the batch, after its entries, of Uint32 triples `name id, end offset, events`. A run begins at the end of the previous one. */
  readonly at: number;
  readonly count: number;
  readonly newNames: readonly NewName[];
  /** Generation of the name ids; a new epoch starts numbering from 0. */
  readonly epoch: number;
}

/**
 * A shard's batch for one destination. Its bytes are shared memory that one thread uses at a time: the owner of the batch, until
 * it is released and the memory returns to the shard's pool. Transferred memory would count as new in each thread that receives it and
 * trigger that thread's garbage collector every few tens of megabytes.
 */
export interface SealedBatch {
  /** Index of the destination in the configuration of `generation`. */
  readonly destination: number;
  /** Number of the configuration that the batch was encoded with. */
  readonly generation: number;
  /** Number of the shard that encoded it. */
  readonly shard: number;
  /** Events in it; an event belongs to the batch that contains its last byte. */
  readonly events: number;
  /** Events of which a part was cut because they were too long. */
  readonly truncated: number;
  readonly bytes: BatchBytes;
  /** Bytes of entries, from the start of `bytes`. */
  readonly used: number;
  /** Whether all entries are printable ASCII and newlines. */
  readonly isPlain: boolean;
  readonly runs: Runs;
  /** The chunk of a source that can wait, whose events are in the batch; undefined for datagrams. */
  readonly receipt: number | undefined;
}

/** A batch on the main thread. Releasing its memory and reporting its outcome are separate: either may be first. */
export interface Batch extends SealedBatch {
  /** Called at most once, when nothing reads `bytes` any more. Not called while a thread that hangs may still read them. */
  released(): void;
  /** Called exactly once, when the outcome of every event in the batch is known. */
  settled(outcome: Outcome): void;
}

/** The runs of a batch as words, without a copy; valid until the batch is released. */
export function runWordsOf({ bytes, runs }: Pick<SealedBatch, 'bytes' | 'runs'>): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset + runs.at, runs.count * RUN_WORDS);
}

/** Whether no event of a batch was dropped for a transient reason: its source need not send it again. */
export function isFinal({ dropped }: Outcome): boolean {
  return !Object.keys(dropped).some((reason) => TRANSIENT_REASONS.has(reason));
}

/** The outcome of a batch of which no event was delivered. */
export function allDropped({ events }: { readonly events: number }, reason: DropReason): Outcome {
  return { delivered: 0, dropped: events === 0 ? {} : { [reason]: events } };
}

/** Settles a batch that cannot be queued as dropped; not before the caller returns. */
export function dropLater(batch: Batch, reason: DropReason): void {
  queueMicrotask(() => {
    batch.released();
    batch.settled(allDropped(batch, reason));
  });
}
