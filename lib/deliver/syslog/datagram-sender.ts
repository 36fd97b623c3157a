import { connectDatagramSocket, pendingError } from '../../system/connected-datagram-socket.ts';
import { DatagramVectors } from '../../system/datagram-vectors.ts';
import { errorName } from '../../system/error-name.ts';
import { EAGAIN, EINTR, EMSGSIZE } from '../../system/linux.ts';
import { encodeSocketAddress, encodeUnixAddress } from '../../system/socket-address.ts';
import type { SystemCalls } from '../../system/system-calls.ts';
import type { DatagramAddress, DatagramJob, DatagramResult } from './datagram-transport.ts';
import { frameEnd, messageStart } from './frame-boundaries.ts';

const SLOTS = 64;

/** Sends frames as datagrams with blocking calls; in a thread of its own. */
export class DatagramSender {
  readonly #calls: SystemCalls;
  readonly #isHalted: () => boolean;
  readonly #vectors: DatagramVectors;
  /** Offsets of the frames in the vectors, and after the last one. */
  readonly #starts = new Uint32Array(SLOTS + 1);
  #fd = -1;
  #isUdp = false;

  /** `isHalted`: whether to give up waiting. */
  constructor(calls: SystemCalls, isHalted: () => boolean) {
    this.#calls = calls;
    this.#isHalted = isHalted;
    this.#vectors = new DatagramVectors(calls, SLOTS);
  }

  /** Returns the name of the error, if any. */
  connect(address: DatagramAddress): string | undefined {
    this.close();
    this.#isUdp = !('path' in address);
    const encoded =
      'path' in address ? encodeUnixAddress(address.path) : encodeSocketAddress(address);
    const fd = connectDatagramSocket(this.#calls, encoded);
    if (typeof fd === 'string') return fd;
    this.#fd = fd;
    return undefined;
  }

  send({ bytes, from, used }: DatagramJob): DatagramResult {
    let at = from;
    let refused = 0;
    /** The datagram before `at`, if a short count says that it may have been refused; -1 if not. */
    let doubtful = -1;
    while (at < used) {
      if (this.#isHalted()) return { at, refused, rejected: 0, error: 'closed' };
      this.#fill(bytes, at, used, doubtful >= 0 ? 1 : SLOTS);
      const sent = this.#vectors.send(this.#fd);
      const error = sent < 0 ? -sent : this.#isUdp ? pendingError(this.#calls, this.#fd) : 0;
      if (sent > 0) {
        const last = this.#starts[sent - 1] as number;
        // An error that waits is that of the last datagram.
        if (error !== 0) {
          const start = doubtful >= 0 ? doubtful : last;
          return { at: start, refused, rejected: doubtful >= 0 ? 2 : 1, error: errorName(error) };
        }
        doubtful = this.#isUdp && sent < this.#vectors.count ? last : -1;
        at = this.#starts[sent] as number;
      } else if (error === EMSGSIZE) {
        refused++;
        at = this.#starts[1] as number;
      } else if (error !== EAGAIN && error !== EINTR) {
        return { at, refused, rejected: 0, error: errorName(error) };
      }
    }
    return { at, refused, rejected: 0, error: undefined };
  }

  close(): void {
    if (this.#fd >= 0) this.#calls.close(this.#fd);
    this.#fd = -1;
  }

  #fill(bytes: Uint8Array, from: number, used: number, most: number): void {
    const vectors = this.#vectors;
    vectors.reset(bytes);
    let at = from;
    while (at < used && vectors.count < most) {
      this.#starts[vectors.count] = at;
      const end = frameEnd(bytes, at, 'octet-counting');
      vectors.add(messageStart(bytes, at), end);
      at = end;
    }
    this.#starts[vectors.count] = at;
  }
}
