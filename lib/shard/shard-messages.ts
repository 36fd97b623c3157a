import type { Config } from '../config/config.ts';
import type { BatchBytes, SealedBatch } from '../deliver/batch.ts';
import type { NameSettings } from '../senders/naming.ts';
import type { SenderDatagrams } from '../senders/sender-table.ts';
import type { BoundAddress } from '../receive/receiver.ts';
import type { SourceInput } from '../receive/source-input.ts';
import type { ShardMemory } from './shard-memory.ts';
import type { SourceCounts } from '../observe/counters.ts';
import type { Answers, Question, Topic } from './question.ts';
import type { ReportLevel } from '../pipeline/sender-reports.ts';

/** A configuration as shards run with it. */
export interface ShardSettings {
  readonly generation: number;
  readonly config: Config;
  readonly names: NameSettings;
  /** What this shard reads. */
  readonly inputs: readonly SourceInput[];
  /** By source index; this shard alone writes to them. */
  readonly counts: readonly SourceCounts[];
  /** Events handed to each destination's encoder, by destination index; shared memory, this shard alone writes. */
  readonly routed: Float64Array;
  /** Titles of crashes seen since the relay started; shared memory of all shards, see `SeenTitles`; absent: the shard remembers its own. */
  readonly crashTitles?: BigInt64Array;
}

/** What a shard is started with. It posts `started` when it has all memory it needs, and reads nothing before `configure`. */
export interface ShardStart {
  readonly shard: number;
  readonly wakeFd: number;
  /** Element 0 rises with each message that must be read soon; element 1 is not 0 when the thread must end at once. Shared memory. */
  readonly control: Int32Array;
  /** Absent: as much as there is use for. */
  readonly memory: ShardMemory | undefined;
}

/** Main to shard. */
export type ToShard =
  | { readonly kind: 'configure'; readonly settings: ShardSettings }
  | { readonly kind: 'stop' }
  /** Answered by `answer` with the same id. */
  | { readonly kind: 'question'; readonly id: number; readonly question: Question }
  /** The batches of a chunk are settled; `isFinal`: none of its events must be sent again. */
  | { readonly kind: 'settled'; readonly receipt: number; readonly isFinal: boolean }
  /** Sources that can wait are not read until `resume`. */
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  /** What reverse DNS said. */
  | { readonly kind: 'name'; readonly address: string; readonly name: string }
  /** Buffers of settled batches, to be used again. */
  | { readonly kind: 'buffers'; readonly buffers: readonly BatchBytes[] };

/** Shard to main. */
export type FromShard =
  | { readonly kind: 'started' }
  | { readonly kind: 'batches'; readonly batches: readonly SealedBatch[] }
  /** All batches with events of a chunk were handed over. */
  | { readonly kind: 'chunk-ended'; readonly receipt: number }
  /** The shard runs with this generation; no batch of an older one follows. */
  | { readonly kind: 'switched'; readonly generation: number }
  /** The thread opened a source itself; told before `switched`. */
  | { readonly kind: 'opened'; readonly source: string; readonly bound: BoundAddress }
  /** The senders of a source heard most; told at the end. */
  | {
      readonly kind: 'busiest';
      readonly source: string;
      readonly senders: readonly SenderDatagrams[];
    }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Answers[Topic] }
  /** Lines for the subscriber with this id. */
  | { readonly kind: 'tapped'; readonly id: number; readonly lines: Uint8Array<ArrayBuffer> }
  /** Reverse DNS is to be asked. */
  | { readonly kind: 'ask'; readonly address: string }
  | { readonly kind: 'trouble'; readonly message: string }
  /** A line for the log. */
  | { readonly kind: 'report'; readonly level: ReportLevel; readonly message: string };
