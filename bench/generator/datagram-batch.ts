import { CYCLE_DATAGRAMS, fragmentTemplates, recordOf } from './fragments.ts';
import { endpointsOf, senderAddress, type Job } from './job.ts';
import { FIELD_DIGITS, messageTemplates, type Field } from './message-template.ts';
import type { SendCalls } from './send-calls.ts';
import { CONTROL_BYTES, SendControl } from './send-control.ts';

/** Datagrams in the memory of a batch, at most; and the most that one sendmmsg(2) takes. */
const MOST_SLOTS = 1024;
/** Room for a datagram; a multiple of 64. */
const STRIDE = 256;
const FRAGMENT_STRIDE = 1024;
/** `struct mmsghdr` on 64-bit Linux, in 64-bit words: name, its length, iovec, their number, control, its length, flags, sent. */
const HEADER_WORDS = 8;
/** The first sequence number: numbers of ten digits, none beginning with zero, below 2^31. */
const FIRST_SEQUENCE = 1_000_000_000;
const FIRST_SECOND = 10_000;

/**
 * Memory of 1024 datagrams, made once; before each call only the digits that change are written. Datagram n
 * lives in slot n modulo `slots`. The kernel reads every buffer here: they are fields, so that none is freed early.
 */
export class DatagramBatch {
  /** Datagrams of one round: fragmented records are whole in it. */
  readonly slots: number;
  readonly #calls: SendCalls;
  readonly #job: Job;
  readonly #isFragmented: boolean;
  readonly #stride: number;
  readonly #addresses: number;
  readonly #senders: number;
  readonly #run: number;
  readonly #data: Buffer;
  readonly #headers = new BigUint64Array(MOST_SLOTS * HEADER_WORDS);
  readonly #headerBytes = new Uint8Array(this.#headers.buffer);
  readonly #vectors = new BigUint64Array(2 * MOST_SLOTS);
  readonly #control: SendControl;
  /** The senders' addresses as the kernel reads them. */
  readonly #sources: Int32Array;
  readonly #fields: Readonly<Record<Field, Int32Array>>;

  constructor(calls: SendCalls, job: Job) {
    this.#calls = calls;
    this.#job = job;
    const { addresses, sockets } = endpointsOf(job);
    this.#addresses = addresses;
    this.#senders = addresses * sockets;
    this.#run = job.run;
    this.#isFragmented = job.format === 'fragmented';
    this.slots = this.#isFragmented ? MOST_SLOTS - (MOST_SLOTS % CYCLE_DATAGRAMS) : MOST_SLOTS;
    this.#stride = this.#isFragmented ? FRAGMENT_STRIDE : STRIDE;
    this.#data = Buffer.alloc(MOST_SLOTS * this.#stride, '0');
    this.#control = new SendControl(MOST_SLOTS / job.run, job.run > 1, addresses > 1);
    const sources = Array.from({ length: addresses }, (_, index) => senderAddress(index)).flat();
    this.#sources = new Int32Array(Uint8Array.from(sources).buffer);
    this.#fields = {
      number: new Int32Array(MOST_SLOTS).fill(-1),
      time: new Int32Array(MOST_SLOTS).fill(-1),
      host: new Int32Array(MOST_SLOTS).fill(-1),
      sequence: new Int32Array(MOST_SLOTS).fill(-1),
      seconds: new Int32Array(MOST_SLOTS).fill(-1),
      micros: new Int32Array(MOST_SLOTS).fill(-1),
    };
    const templates =
      job.format === 'fragmented'
        ? fragmentTemplates()
        : messageTemplates(job.format, new Date(), job.timed);
    for (let slot = 0; slot < this.slots; slot++) {
      const template = templates[Math.floor(slot / job.run) % templates.length];
      if (template === undefined || template.text.length > this.#stride)
        throw new Error('no such text');
      this.#data.write(template.text, slot * this.#stride);
      for (const [field, offset] of Object.entries(template.offsets)) {
        this.#fields[field as Field][slot] = slot * this.#stride + offset;
      }
      this.#link(slot, template.text.length);
    }
  }

  /**
   * Sends datagrams `first` to before `end` on `fd`: whole runs, all in one round of the slots. Returns how many the
   * kernel took, or minus the error number.
   */
  send(fd: number, first: number, end: number): number {
    this.#fill(first, end);
    const run = this.#run;
    const headers = this.#headerBytes.subarray(((first % this.slots) / run) * 8 * HEADER_WORDS);
    const count = this.#calls.sendmmsg(fd, headers, (end - first) / run);
    return count >= 0 ? count * run : -this.#calls.errno();
  }

  /** Lets the compiler see the loop before time counts. */
  warmUp(): void {
    for (let round = 0; round < 200; round++) this.#fill(0, this.slots);
  }

  #link(slot: number, length: number): void {
    const address = (buffer: Uint8Array): bigint => this.#calls.address(buffer);
    this.#vectors[2 * slot] = address(this.#data) + BigInt(slot * this.#stride);
    this.#vectors[2 * slot + 1] = BigInt(length);
    if (slot % this.#run !== 0) return;
    const index = slot / this.#run;
    const header = index * HEADER_WORDS;
    this.#headers[header + 2] = address(new Uint8Array(this.#vectors.buffer)) + BigInt(16 * slot);
    this.#headers[header + 3] = BigInt(this.#run);
    this.#headers[header + 5] = BigInt(this.#control.usedBytes);
    if (this.#control.usedBytes === 0) return;
    this.#headers[header + 4] = address(this.#control.bytes) + BigInt(index * CONTROL_BYTES);
    this.#control.setSegment(index, length);
  }

  #fill(first: number, end: number): void {
    const { number, host, sequence, seconds, micros } = this.#fields;
    const { hosts, timed } = this.#job;
    const run = this.#run;
    for (let datagram = first; datagram < end; datagram++) {
      const slot = datagram % this.slots;
      const n = this.#isFragmented ? recordOf(datagram) : datagram;
      this.#digits(number[slot] as number, n, FIELD_DIGITS.number);
      this.#digits(host[slot] as number, n % hosts, FIELD_DIGITS.host);
      const inRun = n % run;
      const turn = (n - inRun) / run;
      const record = Math.trunc(turn / this.#senders) * run + inRun;
      this.#digits(sequence[slot] as number, FIRST_SEQUENCE + record, FIELD_DIGITS.sequence);
      const second = FIRST_SECOND + Math.trunc(n / 1_000_000);
      this.#digits(seconds[slot] as number, second, FIELD_DIGITS.seconds);
      this.#digits(micros[slot] as number, n % 1_000_000, FIELD_DIGITS.micros);
      if (inRun === 0 && this.#addresses > 1) {
        const source = this.#sources[turn % this.#addresses] as number;
        this.#control.setSource(slot / run, source);
      }
    }
    if (timed) this.#stamp(first, end);
  }

  #stamp(first: number, end: number): void {
    const digits = String(process.hrtime.bigint() / 1000n).padStart(FIELD_DIGITS.time, '0');
    for (let n = first; n < end; n++) {
      this.#data.write(digits, this.#fields.time[n % this.slots] as number, 'latin1');
    }
  }

  /** Writes the last `count` digits of an integer below 2^31; a negative place is no place. */
  #digits(at: number, value: number, count: number): void {
    if (at < 0) return;
    let rest = value | 0;
    for (let i = at + count - 1; i >= at; i--) {
      const quotient = (rest / 10) | 0;
      this.#data[i] = 48 + rest - quotient * 10;
      rest = quotient;
    }
  }
}
