import type { BatchBytes, SealedBatch } from '../deliver/batch.ts';
import type { TapExit } from '../deliver/tap/tap.ts';
import type { ReportLevel } from '../pipeline/sender-reports.ts';
import type { SenderDatagrams } from '../senders/sender-table.ts';

/** Where a pipeline gives what leaves it. */
export interface PipelineExits {
  handOver(batches: readonly SealedBatch[]): void;
  /** All batches with events of a chunk were handed over. */
  chunkEnded(receipt: number): void;
  /** An address whose name reverse DNS may know. */
  ask(address: string): void;
  /** The senders of a source heard most, at the end. */
  busiest(source: string, senders: readonly SenderDatagrams[]): void;
  /** Lines for a subscriber; absent: there are none. */
  readonly tapped?: TapExit;
  /** A line for the log; absent: nothing is reported. */
  report?(level: ReportLevel, message: string): void;
}

/** What a pipeline works in; what is absent it makes itself. */
export interface PipelineMemory {
  /** For batches. */
  readonly batches?: BatchBytes;
  /** Buffers of batches that are kept to be used again; as many as are worth it if absent. */
  readonly idleBuffers?: number | undefined;
}
