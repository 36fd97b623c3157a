import { Backlog } from './backlog.ts';
import { DatagramReader } from './datagram-reader.ts';

/** Few enough that what the kernel writes to, a page for each, stays in the cache until it is read. */
export const SLOTS = 256;
export const MAX_DATAGRAM_BYTES = 65_535;

const SLOTS_BYTES = DatagramReader.memoryBytes(SLOTS, MAX_DATAGRAM_BYTES);
const PAGE_BYTES = 65_536;

/** The memory of a shard, which the packer works in. Little of it is there until it is used. */
export class ReceiveMemory {
  readonly packed = new WebAssembly.Memory({
    initial: Math.ceil((SLOTS_BYTES + Backlog.memoryBytes()) / PAGE_BYTES),
  });
  /** For what is read from the sockets. */
  readonly slots: Buffer = Buffer.from(this.packed.buffer, 0, SLOTS_BYTES);
  /** For what waits. */
  readonly backlog: Buffer = Buffer.from(this.packed.buffer, SLOTS_BYTES, Backlog.memoryBytes());
}
