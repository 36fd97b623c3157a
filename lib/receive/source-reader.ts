import type { SourceConfig } from '../config/source-config.ts';
import type { DatagramSink, SinkGroup } from './datagram-sink.ts';
import type { BoundAddress } from './receiver.ts';
import type { SourceInput } from './source-input.ts';

/** A source that a reader is to read. */
export interface ReaderSource<S extends SourceConfig> {
  readonly config: S;
  readonly input: SourceInput;
}

/**
 * The side of receiving that runs in the thread with an event loop: reads all sources of one kind there. Counterpart of a
 * Receiver whose `thread` is `event-loop`.
 */
export interface SourceReader<S extends SourceConfig> {
  /**
   * Opens what is not open yet; what is open and no longer named is closed once what has arrived there is read. Returns the
   * inputs, in the order of `sources`, with the ports that were bound. Nothing that arrives until `read` is lost.
   */
  open(sources: readonly ReaderSource<S>[]): Promise<SourceInput[]>;
  /** Passes on what arrives from now on: that of each source, in the order of `open`, to its sink. */
  read(sinks: readonly DatagramSink[], group: SinkGroup): void;
  /**
   * Stops reading until `resume`, so that senders wait; called again and again while deliveries are behind. Undefined where
   * a sender cannot be made to wait: its messages would be lost.
   */
  pause?(): void;
  resume?(): void;
  /** The batches of a chunk (`SinkGroup.chunk`) are settled; `isFinal`: none of its events must be read again. Receipts of other readers are ignored. */
  settled?(receipt: number, isFinal: boolean): void;
  /** Reads what has arrived, and closes everything. Also while paused. */
  close(): Promise<void>;
}

/** What a reader reports to its thread. */
export interface ReaderContext {
  /** A source was opened by the thread itself. */
  opened(source: string, bound: BoundAddress): void;
  /** This many datagrams or messages, 1 if absent, were passed to a sink: they are handed over soon. */
  arrived(count?: number): void;
  /** Logs a line, unless there were too many: ten in ten seconds. */
  report(level: 'info' | 'warn' | 'error', message: string): void;
}

export type CreateReader<S extends SourceConfig> = (context: ReaderContext) => SourceReader<S>;
