import { AF_INET, MSG_TRUNC, SOL_SOCKET, SO_TIMESTAMPNS } from '../../../lib/system/linux.ts';
import type { SlotLayout } from '../../../lib/receive/udp/packer.ts';
import type { ReceivedDatagram } from '../../../lib/receive/udp/received-datagram.ts';
import { MAPPED_PREFIX, type SenderKey } from '../../../lib/senders/sender-key.ts';

/** Words from one slot to the next: of `struct mmsghdr`, of the room for a control message, and for a name. */
const HEADER_WORDS = 16;
const CONTROL_WORDS = 16;
const NAME_WORDS = 8;
const CONTROL_LENGTH_WORD = 10;
const FLAGS_WORD = 12;
const LENGTH_WORD = 14;

/** What recvmmsg(2) left in the slots of a `DatagramReader`, whose memory is `memory`. */
export class SlotView {
  readonly #data: Buffer;
  readonly #stride: number;
  readonly #headers: Int32Array;
  readonly #controls: Int32Array;
  readonly #names: Int32Array;

  constructor(
    memory: Buffer,
    { headersAt, controlsAt, namesAt, stride }: SlotLayout,
    slots: number,
  ) {
    const { buffer } = memory;
    this.#data = memory;
    this.#stride = stride;
    this.#headers = new Int32Array(buffer, headersAt, HEADER_WORDS * slots);
    this.#controls = new Int32Array(buffer, controlsAt, CONTROL_WORDS * slots);
    this.#names = new Int32Array(buffer, namesAt, NAME_WORDS * slots);
  }

  /** Tells of the datagram in `slot`: all but the socket and the time of reading. */
  fill(slot: number, datagram: ReceivedDatagram): void {
    const start = slot * this.#stride;
    const header = slot * HEADER_WORDS;
    datagram.bytes = this.#data;
    datagram.start = start;
    datagram.end = start + (this.#headers[header + LENGTH_WORD] as number);
    datagram.receivedUs = this.#arrivalUs(slot);
    datagram.isTruncated = ((this.#headers[header + FLAGS_WORD] as number) & MSG_TRUNC) !== 0;
    fillKey(datagram.key, this.#names, slot * NAME_WORDS);
  }

  #arrivalUs(slot: number): number {
    const control = this.#controls;
    const word = slot * CONTROL_WORDS;
    if (
      (this.#headers[slot * HEADER_WORDS + CONTROL_LENGTH_WORD] as number) < 32 ||
      control[word + 2] !== SOL_SOCKET ||
      control[word + 3] !== SO_TIMESTAMPNS
    ) {
      return Number.NaN;
    }
    const seconds =
      ((control[word + 4] as number) >>> 0) + (control[word + 5] as number) * 0x1_0000_0000;
    return seconds * 1e6 + Math.trunc((control[word + 6] as number) / 1000);
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
