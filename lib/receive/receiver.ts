import type { Config } from '../config/config.ts';
import type { UdpSourceConfig } from '../config/source-config.ts';
import type { SourceInput } from './source-input.ts';

/** Where a source is heard. */
export interface BoundAddress {
  /** `0.0.0.0` in place of `::` where IPv6 is off. */
  readonly address: string;
  readonly port: number;
  /** What the kernel granted, in the unit of the configuration. */
  readonly receiveBufferBytes: number;
}

/** Wakes a shard that waits in the kernel. */
export interface Waker {
  /** What the shard waits for; -1 when its thread has an event loop and needs no waking. */
  readonly fd: number;
  wake(): void;
}

/** Sockets that were opened for another configuration. One of the two is called, once. */
export interface Opening {
  /** Closes what the new configuration does not need; shards no longer read it. */
  commit(): void;
  /** Closes what was opened: all is as it was before. */
  rollback(): void;
}

/** A way to receive UDP: which sockets there are, and which thread reads them. */
export interface Receiver {
  /** The file of the thread that reads the sockets, in this folder and without its extension. */
  readonly thread: 'shard-thread' | 'dgram-thread';
  /** How many shards can share a port. */
  readonly maxShards: number;
  createWaker(): Waker;
  /**
   * Opens what `config` needs and is not open yet. Sockets that it no longer needs stay open until that is committed:
   * shards may still read them. Rejects with SocketError, and nothing has changed then.
   */
  open(config: Config): Promise<Opening>;
  /** What shard `shard` reads under `config`, which must be open. */
  forShard(config: Config, shard: number): SourceInput[];
  /** Undefined until it is known. */
  bound(source: UdpSourceConfig): BoundAddress | undefined;
  /** Takes what a thread that binds its own sockets says of them. */
  heard(input: SourceInput, bound: BoundAddress): void;
  /** Datagrams the kernel dropped, by source name, also on sockets that are closed by now; nothing where that cannot be known. */
  kernelDrops(): ReadonlyMap<string, number>;
  close(): void;
}
