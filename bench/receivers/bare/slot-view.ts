import { AF_INET, MSG_TRUNC, SOL_SOCKET, SO_TIMESTAMPNS } from '../../../lib/system/linux.ts';
import type { ReceivedDatagram } from '../../../lib/receive/udp/received-datagram.ts';
import { CONTROL_LENGTH, FLAGS, LENGTH, type Slots } from '../../../lib/receive/udp/slots.ts';
import { MAPPED_PREFIX, type SenderKey } from '../../../lib/senders/sender-key.ts';

/** What recvmmsg(2) left in the slots of a `DatagramReader`. */
export class SlotView {
  readonly #slots: Slots;
  readonly #bytes: Buffer;

  constructor(slots: Slots) {
    this.#slots = slots;
    this.#bytes = Buffer.from(slots.words.buffer);
  }

  /** Tells of the datagram in `slot`: all but the socket and the time of reading. */
  fill(slot: number, datagram: ReceivedDatagram): void {
    const { words } = this.#slots;
    const header = this.#slots.headerOf(slot);
    datagram.bytes = this.#bytes;
    datagram.start = this.#slots.dataOf(slot) * words.BYTES_PER_ELEMENT;
    datagram.end = datagram.start + (words[header + LENGTH] as number);
    datagram.receivedUs = this.#arrivalUs(slot);
    datagram.isTruncated = ((words[header + FLAGS] as number) & MSG_TRUNC) !== 0;
    fillKey(datagram.key, words, this.#slots.nameOf(slot));
  }

  #arrivalUs(slot: number): number {
    const { words } = this.#slots;
    const control = this.#slots.controlOf(slot);
    if (
      (words[this.#slots.headerOf(slot) + CONTROL_LENGTH] as number) < 32 ||
      words[control + 2] !== SOL_SOCKET ||
      words[control + 3] !== SO_TIMESTAMPNS
    ) {
      return Number.NaN;
    }
    const seconds =
      ((words[control + 4] as number) >>> 0) + (words[control + 5] as number) * 0x1_0000_0000;
    return seconds * 1e6 + Math.trunc((words[control + 6] as number) / 1000);
  }
}

/** Takes `struct sockaddr_in` or `sockaddr_in6` at `names[at]`. */
function fillKey(key: SenderKey, names: Int32Array, at: number): void {
  const first = names[at] as number;
  const isV4 = (first & 0xffff) === AF_INET;
  key.port = ((first >>> 24) & 0xff) | ((first >>> 8) & 0xff00);
  key.a = isV4 ? 0 : (names[at + 2] as number);
  key.b = isV4 ? 0 : (names[at + 3] as number);
  key.c = isV4 ? MAPPED_PREFIX : (names[at + 4] as number);
  key.d = names[at + (isV4 ? 1 : 5)] as number;
}
