import { Grammar } from '../../syslog-parser/grammar.ts';
import { Backlog } from './backlog.ts';
import { DatagramReader } from './datagram-reader.ts';

/** Few enough that what the kernel writes to, a page for each, stays in the cache until it is read. */
export const SLOTS = 256;
export const MAX_DATAGRAM_BYTES = 65_535;

const SLOTS_BYTES = DatagramReader.memoryBytes(SLOTS, MAX_DATAGRAM_BYTES);

/** The memory of a shard: all datagrams lie where the grammars of syslog read them in place. Little of it is there until it is used. */
export class ReceiveMemory {
  readonly grammar = new Grammar(SLOTS_BYTES + Backlog.memoryBytes());
  /** For what is read from the sockets. */
  readonly slots: Buffer = this.grammar.inPlace.subarray(0, SLOTS_BYTES);
  /** For what waits. */
  readonly backlog: Buffer = this.grammar.inPlace.subarray(SLOTS_BYTES);
}
