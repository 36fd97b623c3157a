import type { ReceivedDatagram } from '../../../lib/receive/udp/received-datagram.ts';
import type { HostNumbers } from './host-numbers.ts';

const SPACE = 0x20;
const NEWLINE = 0x0a;
const DATE_BYTES = 33;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const BSD_TIME_BYTES = 15;

/** Writes a line for each datagram: date, host, and what follows them. Knows the generator's messages, and nothing else. */
export class LineWriter {
  readonly #hosts: HostNumbers;
  /** Of the senders that name no host, by address. */
  readonly #hostOfAddress = new Map<number, number>();
  bytes = new ArrayBuffer(0);
  #out = new Uint8Array(0);
  at = 0;
  /** The arrival or BSD time written last, as text with a space behind it. */
  readonly #date = Buffer.alloc(DATE_BYTES);
  #dateSecond = -1;
  readonly #bsdDate = Buffer.from('0000-00-00T00:00:00.000000+00:00 ');
  readonly #bsdTime = new Uint8Array(BSD_TIME_BYTES);

  constructor(hosts: HostNumbers) {
    this.#hosts = hosts;
  }

  /** Goes on in an empty buffer. */
  use(bytes: ArrayBuffer): void {
    this.bytes = bytes;
    this.#out = new Uint8Array(bytes);
    this.at = 0;
  }

  get room(): number {
    return this.#out.length - this.at;
  }

  /** Returns the number of the line's host. */
  write(datagram: ReceivedDatagram): number {
    const { bytes, start } = datagram;
    let end = datagram.end;
    while (end > start && (bytes[end - 1] as number) < SPACE) end--;
    return bytes[start] === 0x3c
      ? this.#writeSyslog(bytes, start, end)
      : this.#writeKernel(datagram, start, end);
  }

  #writeSyslog(bytes: Uint8Array, start: number, end: number): number {
    let at = start + 1;
    let pri = 0;
    while (bytes[at] !== 0x3e) pri = pri * 10 + (bytes[at++] as number) - 0x30;
    at++;
    const isRfc5424 = bytes[at + 1] === SPACE;
    if (isRfc5424) at += 2;
    let host = at + BSD_TIME_BYTES + 1;
    if (isRfc5424) for (host = at; bytes[host] !== SPACE;) host++;
    else this.#putBsdTime(bytes, at);
    if (isRfc5424) {
      this.#copy(bytes, at, host);
      host++;
    }
    let hostEnd = host;
    while (hostEnd < end && bytes[hostEnd] !== SPACE) hostEnd++;
    this.#copy(bytes, host, end);
    this.#out[this.at++] = NEWLINE;
    return this.#hosts.of(bytes, host, hostEnd);
  }

  #writeKernel({ bytes, key, receivedUs }: ReceivedDatagram, start: number, end: number): number {
    let host = this.#hostOfAddress.get(key.d);
    if (host === undefined) {
      const name = Buffer.from(key.address(String));
      host = this.#hosts.of(name, 0, name.length);
      this.#hostOfAddress.set(key.d, host);
    }
    this.#putArrival(receivedUs);
    const name = this.#hosts.names[host] as Uint8Array;
    this.#copy(name, 0, name.length);
    this.#out[this.at++] = SPACE;
    let text = start;
    // Extended: the header ends at the semicolon. Basic: the line is written as it is.
    if (bytes[start] !== 0x5b) while (text < end && bytes[text++] !== 0x3b);
    this.#copy(bytes, text, end);
    this.#out[this.at++] = NEWLINE;
    return host;
  }

  #putArrival(receivedUs: number): void {
    const second = Math.floor(receivedUs / 1e6);
    if (second !== this.#dateSecond) {
      this.#dateSecond = second;
      this.#date.write(new Date(second * 1000).toISOString().replace('000Z', '000000+00:00 '));
    }
    let micros = receivedUs - second * 1e6;
    for (let at = 25; at >= 20; at--) {
      this.#date[at] = 0x30 + (micros % 10);
      micros = (micros / 10) | 0;
    }
    this.#copy(this.#date, 0, DATE_BYTES);
  }

  #putBsdTime(bytes: Uint8Array, at: number): void {
    const last = this.#bsdTime;
    let same = BSD_TIME_BYTES - 1;
    while (same >= 0 && last[same] === bytes[at + same]) same--;
    if (same >= 0) {
      last.set(bytes.subarray(at, at + BSD_TIME_BYTES));
      const text = Buffer.from(last).toString('latin1');
      const month = String(MONTHS.indexOf(text.slice(0, 3)) + 1).padStart(2, '0');
      const day = text.slice(4, 6).trim().padStart(2, '0');
      const year = new Date().getUTCFullYear();
      this.#bsdDate.write(`${year}-${month}-${day}T${text.slice(7)}`);
    }
    this.#copy(this.#bsdDate, 0, DATE_BYTES);
  }

  /** Control characters become spaces. */
  #copy(source: Uint8Array, start: number, end: number): void {
    const out = this.#out;
    let to = this.at;
    for (let at = start; at < end; at++) {
      const byte = source[at] as number;
      out[to++] = byte < SPACE || byte === 0x7f ? SPACE : byte;
    }
    this.at = to;
  }
}
