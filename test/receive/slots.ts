import { expect } from 'chai';
import { Backlog } from '../../lib/receive/udp/backlog.ts';
import { DatagramReader } from '../../lib/receive/udp/datagram-reader.ts';
import { MSG_TRUNC, SO_TIMESTAMPNS, SOL_SOCKET } from '../../lib/system/linux.ts';
import { ReceivedDatagram } from '../../lib/receive/udp/received-datagram.ts';
import { encodeSocketAddress } from '../../lib/system/socket-address.ts';
import type { SystemCalls } from '../../lib/system/system-calls.ts';

const MAX_DATAGRAM_BYTES = 65_535;
/** Of a control message with a time. */
const TIMED_BYTES = 32n;

/** A datagram, and what the kernel tells of it. */
export interface Received {
  readonly bytes: Uint8Array;
  readonly isTruncated: boolean;
  /** NaN: the kernel gives no time. */
  readonly receivedUs: number;
  readonly address: string;
  readonly port: number;
}

/** Slots that recvmmsg(2) fills, or `put` as it would, and a backlog after them. */
export class FilledSlots {
  readonly reader: DatagramReader;
  readonly backlog: Backlog;

  constructor(
    calls: SystemCalls,
    count: number,
    {
      maxBytes = MAX_DATAGRAM_BYTES,
      backlogBytes,
    }: { maxBytes?: number; backlogBytes?: number } = {},
  ) {
    this.reader = new DatagramReader(calls, count, maxBytes);
    this.backlog = new Backlog(calls, this.reader.slots, backlogBytes);
  }

  /** Reads what waits in a socket. Returns what `DatagramReader.read` does when there is nothing. */
  read(fd: number): Received[] | number {
    const count = this.reader.read(fd);
    if (count <= 0) return count;
    expect(this.backlog.push(0, count, 0, 0)).to.equal(count);
    return Array.from({ length: count }, () => {
      const datagram = new ReceivedDatagram();
      this.backlog.shift(datagram);
      const { bytes, start, end, isTruncated, receivedUs, key } = datagram;
      const copy = Buffer.from(bytes.subarray(start, end));
      return { bytes: copy, isTruncated, receivedUs, address: key.address(String), port: key.port };
    });
  }

  put(slot: number, { bytes, isTruncated, receivedUs, address, port }: Received): void {
    const { slots } = this.reader;
    const memory = new DataView(slots.words.buffer);
    const header = 4 * slots.headerOf(slot);
    const control = 4 * slots.controlOf(slot);
    const isTimed = !Number.isNaN(receivedUs);
    memory.setBigUint64(header + 40, isTimed ? TIMED_BYTES : 0n, true);
    memory.setUint32(header + 48, isTruncated ? MSG_TRUNC : 0, true);
    memory.setUint32(header + 56, bytes.length, true);
    memory.setBigUint64(control, TIMED_BYTES, true);
    memory.setInt32(control + 8, SOL_SOCKET, true);
    memory.setInt32(control + 12, SO_TIMESTAMPNS, true);
    const nanoseconds = BigInt(isTimed ? receivedUs : 1) * 1000n + 999n;
    memory.setBigInt64(control + 16, nanoseconds / 1_000_000_000n, true);
    memory.setBigInt64(control + 24, nanoseconds % 1_000_000_000n, true);
    const all = new Uint8Array(memory.buffer);
    const name = encodeSocketAddress({ address, port });
    memory.setUint32(header + 8, name.length, true);
    all.set(name, 4 * slots.nameOf(slot));
    all.set(bytes, 4 * slots.dataOf(slot));
  }
}
