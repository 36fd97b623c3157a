import { writeSync } from 'node:fs';
import { copyAscii, copyBytes } from '../../event/copy-bytes.ts';
import { errorCodeOf } from './file-problem.ts';

const GATHER_BYTES = 256 * 1024;
/** A run as long as this is written from where it is: copying costs more than another write. */
const DIRECT_BYTES = 64 * 1024;
/** Below this a loop is faster than `Buffer.copy`, which makes an object. */
const LOOP_BYTES = 384;
/** A fifo whose reader is slow is waited for, a tenth of a second at most. */
const MAX_TRIES = 20;
const WAIT_MS = 5;
const NEWLINE = 0x0a;
const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** Memory that runs lie in, and a view whose offsets are the indexes of `bytes`. */
export interface RunBytes {
  readonly bytes: Buffer;
  readonly view: DataView;
  /** Whether the runs are lines of printable ASCII only. */
  readonly isPlain: boolean;
}

/** Appends runs to one file after the other, small ones gathered into one write. Blocks. */
export class GatherWriter {
  readonly #gathered = Buffer.from(new ArrayBuffer(GATHER_BYTES));
  readonly #gatheredView = new DataView(this.#gathered.buffer);
  #fd = -1;
  #filled = 0;
  /** Bytes of the runs that are in the file, in order. */
  written = 0;
  /** The error number's name when not everything is in the file. */
  code: string | undefined = undefined;
  /** Whether the file ends within a line. */
  isTorn = false;
  /** System calls made so far. */
  calls = 0;

  /** Starts with a file; one that `isTorn` is given the missing newline first. */
  begin(fd: number, isTorn: boolean): void {
    this.#fd = fd;
    this.#filled = 0;
    this.written = 0;
    this.code = undefined;
    this.isTorn = isTorn;
    if (!isTorn) return;
    this.#gathered[this.#filled++] = NEWLINE;
    this.written = -1;
  }

  /** Takes the next run, `bytes[start, end)`. Does nothing once a write has failed. */
  add({ bytes, view, isPlain }: RunBytes, start: number, end: number, isLast: boolean): void {
    const length = end - start;
    const isLong = length >= DIRECT_BYTES;
    if (isLong || this.#filled + length > GATHER_BYTES) this.#putGathered();
    if (isLong || (isLast && this.#filled === 0)) this.#put(bytes, start, end);
    else if (length >= LOOP_BYTES) {
      this.#filled += bytes.copy(this.#gathered, this.#filled, start, end);
    } else {
      const copy = isPlain ? copyAscii : copyBytes;
      this.#filled = copy(view, start, end, this.#gatheredView, this.#filled);
    }
    if (isLast) this.#putGathered();
  }

  #putGathered(): void {
    const filled = this.#filled;
    this.#filled = 0;
    this.#put(this.#gathered, 0, filled);
  }

  #put(bytes: Buffer, start: number, end: number): void {
    let at = start;
    for (let tries = 0; at < end && this.code === undefined;) {
      try {
        this.calls++;
        const count = writeSync(this.#fd, bytes, at, end - at);
        at += count;
        tries = count > 0 ? 0 : tries + 1;
        if (tries === MAX_TRIES) this.code = 'EIO';
      } catch (error) {
        const code = errorCodeOf(error);
        const isPassing = code === 'EINTR' || code === 'EAGAIN';
        if (!isPassing || ++tries >= MAX_TRIES) this.code = code;
        else if (code === 'EAGAIN') Atomics.wait(sleeper, 0, 0, WAIT_MS);
      }
    }
    if (at === start) return;
    this.written += at - start;
    this.isTorn = bytes[at - 1] !== NEWLINE;
  }
}
