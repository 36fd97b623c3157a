import type { SourceConfig } from '../config/source-config.ts';
import type { Log } from '../log/log.ts';
import type { ActivatedSockets } from './activated-sockets.ts';
import type { SourceInput } from './source-input.ts';

/**
 * What reads a source: the shards, threads that wait in a system call and read nothing that needs an event loop; or the one
 * thread with an event loop, which all receivers that name it share. Sources of decoded events are read there, too.
 */
export type ThreadKind = 'blocking' | 'event-loop';

/** Where a source is reached. */
export interface BoundAddress {
  /** An IP address (`0.0.0.0` in place of `::` where IPv6 is off), or the path of a Unix socket. */
  readonly address: string;
  /** 0 where there are no ports. */
  readonly port: number;
  /** What the kernel granted, in the unit of the configuration; 0 where that means nothing. */
  readonly receiveBufferBytes: number;
}

/** What the log says of a source that is open. */
export interface SourceReport {
  /** Where it is reached, such as `UDP 127.0.0.1:514`. */
  readonly endpoint: string;
  /** Between the source and its endpoint; `listens on` if absent. */
  readonly verb?: string;
  /** Granted by the kernel. */
  readonly receiveBufferBytes?: number;
  /** What is not as it was configured, and the remedy. */
  readonly warning?: string;
}

/** Sources that were opened for another configuration. One of the two is called, once. */
export interface Opening {
  /** Closes what the new configuration does not need; threads no longer read it. */
  commit(): void;
  /** Closes what was opened: all is as it was before. */
  rollback(): void;
}

/**
 * The main thread's side of receiving by one kind of source. It opens what outlives threads and configurations, such as
 * descriptors, and says which thread reads it; a source that the thread itself opens is tried out here, so that a refusal is
 * known before anything is changed.
 */
export interface Receiver<S extends SourceConfig> {
  readonly thread: ThreadKind;
  /**
   * Opens what these sources, all of the kind, need and is not open yet. What they no longer need stays open until that is committed:
   * threads may still read it. Rejects with SocketError or SourceError, and nothing has changed then.
   */
  open(sources: readonly S[]): Promise<Opening>;
  /** What the thread reads for `source`, which is open. `shard` numbers the threads of the kind from 0. Undefined: another one reads it. */
  inputFor(source: S, shard: number): Omit<SourceInput, 'source'> | undefined;
  /** Records where a thread that opens its own sources opened one. */
  opened(source: S, bound: BoundAddress): void;
  /** Undefined until it is known where the source is reached. */
  report(source: S): SourceReport | undefined;
  /** Datagrams the kernel dropped, by source name, also of sources that are closed by now; nothing where that cannot be known. */
  kernelDrops(): ReadonlyMap<string, number>;
  close(): void;
}

/** What a receiver is created with. */
export interface ReceiverContext {
  /** How many blocking threads there are. */
  readonly shards: number;
  readonly log: Log;
  /** Sockets of the service manager. */
  readonly activated: ActivatedSockets;
}

export type CreateReceiver<S extends SourceConfig> = (context: ReceiverContext) => Receiver<S>;
