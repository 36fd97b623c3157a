import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { FIELD_DIGITS, TIME_MARK } from '../generator/message-template.ts';

/** From the moment before send to the moment the line could be read from the file, milliseconds. */
export interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Messages measured. */
  readonly count: number;
}

/** How often the file is looked at: what a latency may be too long by. */
const LOOK_EVERY_MS = 0.2;
/** How long to wait for the next line once everything is sent. */
const PATIENCE_MS = 5000;
const CHUNK_BYTES = 256 * 1024;
const MARK = Buffer.from(TIME_MARK);
const MARKED_BYTES = MARK.length + FIELD_DIGITS.time;

/**
 * Follows what is appended to a file until `messages` timed lines are read, or none has come for five seconds after
 * `sending` has ended. Both ends read CLOCK_MONOTONIC, which all processes of a machine share.
 */
export async function followLatency(
  follower: FileFollower,
  messages: number,
  sending: Promise<unknown>,
): Promise<Latency> {
  const latencies = new Float64Array(messages);
  const state = { count: 0, isSent: false };
  void sending.finally(() => {
    state.isSent = true;
  });
  let lastLine = performance.now();
  while (state.count < messages) {
    const before = state.count;
    follower.read((sentUs, seenUs) => {
      if (state.count < messages) latencies[state.count++] = (seenUs - sentUs) / 1000;
    });
    const now = performance.now();
    if (state.count > before || !state.isSent) lastLine = now;
    if (now - lastLine > PATIENCE_MS) break;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_EVERY_MS);
    await setImmediate();
  }
  follower.close();
  return summary(latencies.subarray(0, state.count).sort());
}

/** Reads what is appended to a file from now on. */
export class FileFollower {
  readonly #chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  readonly #descriptor: number;
  #at: number;
  #kept = 0;

  /** Throws when there is no such file. */
  constructor(file: string) {
    this.#descriptor = openSync(file, 'r');
    this.#at = fstatSync(this.#descriptor).size;
  }

  /** Calls `take` for each line that came since the last call. */
  read(take: (sentUs: number, seenUs: number) => void): void {
    for (;;) {
      const free = CHUNK_BYTES - this.#kept;
      const read = readSync(this.#descriptor, this.#chunk, this.#kept, free, this.#at);
      if (read === 0) return;
      this.#at += read;
      const seenUs = Number(process.hrtime.bigint() / 1000n);
      const end = this.#kept + read;
      let at = 0;
      for (;;) {
        const mark = this.#chunk.subarray(0, end).indexOf(MARK, at);
        if (mark < 0 || mark + MARKED_BYTES > end) break;
        at = mark + MARKED_BYTES;
        take(Number(this.#chunk.toString('latin1', mark + MARK.length, at)), seenUs);
      }
      const from = Math.max(at, end - MARKED_BYTES + 1);
      this.#chunk.copyWithin(0, from, end);
      this.#kept = end - from;
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

function summary(sorted: Float64Array): Latency {
  const quantile = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return {
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
    maxMs: quantile(1),
    count: sorted.length,
  };
}
