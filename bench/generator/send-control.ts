/** Room for the ancillary data of one send. */
export const CONTROL_BYTES = 64;

/** `struct cmsghdr` on 64-bit Linux: length of 8 bytes, level, type; then the value, padded to 8 bytes. */
const HEADER_BYTES = 16;
const IPPROTO_IP = 0;
const IP_PKTINFO = 8;
/** `struct in_pktinfo`: interface, `ipi_spec_dst` (the address a datagram is sent from), address. */
const PKTINFO_BYTES = 12;
const SOL_UDP = 17;
const UDP_SEGMENT = 103;
const SEGMENT_BYTES = 2;
/** A header with the segment's size, padded. */
const SEGMENT_SPACE = 24;
const PKTINFO_SPACE = 32;

/**
 * What goes to the kernel beside the bytes of each send: the size to cut them into (udp(7), UDP_SEGMENT), and the
 * address to send from (ip(7), IP_PKTINFO).
 */
export class SendControl {
  readonly bytes: Buffer;
  /** Of CONTROL_BYTES; 0 when there is nothing to say. */
  readonly usedBytes: number;
  readonly #words: Int32Array;
  readonly #segments: boolean;
  readonly #sourceWord: number;

  constructor(sends: number, segments: boolean, sources: boolean) {
    const memory = new ArrayBuffer(sends * CONTROL_BYTES);
    this.bytes = Buffer.from(memory);
    this.#words = new Int32Array(memory);
    this.#segments = segments;
    const pktinfoAt = segments ? SEGMENT_SPACE : 0;
    this.usedBytes = pktinfoAt + (sources ? PKTINFO_SPACE : 0);
    this.#sourceWord = (pktinfoAt + HEADER_BYTES) / 4 + 1;
    for (let at = 0; at < this.bytes.length; at += CONTROL_BYTES) {
      if (segments) this.#header(at, SEGMENT_BYTES, [SOL_UDP, UDP_SEGMENT]);
      if (sources) this.#header(at + pktinfoAt, PKTINFO_BYTES, [IPPROTO_IP, IP_PKTINFO]);
    }
  }

  /** The size of every datagram of a send. */
  setSegment(send: number, bytes: number): void {
    if (this.#segments) this.bytes.writeUInt16LE(bytes, send * CONTROL_BYTES + HEADER_BYTES);
  }

  /** `address` is the four bytes of an IPv4 address as they lie in memory. */
  setSource(send: number, address: number): void {
    this.#words[(send * CONTROL_BYTES) / 4 + this.#sourceWord] = address;
  }

  #header(at: number, valueBytes: number, [level, type]: readonly [number, number]): void {
    this.bytes.writeBigUInt64LE(BigInt(HEADER_BYTES + valueBytes), at);
    this.bytes.writeInt32LE(level, at + 8);
    this.bytes.writeInt32LE(type, at + 12);
  }
}
