import { RUN_WORDS } from '../batch.ts';
import type { FileProblem } from './file-problem.ts';
import { HeldBatch } from './held-batch.ts';
import type { LogPath } from './log-path.ts';
import { RunList } from './run-list.ts';
import type { SettledBatch, WriterBatch } from './writer-messages.ts';

const NEWLINE = 0x0a;

/** The runs of all held batches, in the order of each path; settles a batch with its last run. */
export class HeldRuns {
  readonly list = new RunList();
  readonly #batches: (HeldBatch | undefined)[] = [];
  readonly #freeIndexes: number[] = [];
  #settled: SettledBatch[] = [];
  #held = 0;

  /** Whether no batch is held. */
  get isEmpty(): boolean {
    return this.#held === 0;
  }

  /** Holds a batch: links each of its runs to its path. Returns the paths that had no run before. */
  add(
    batch: WriterBatch,
    pathOf: (id: number, events: number, held: HeldBatch) => LogPath,
  ): LogPath[] {
    const held = new HeldBatch(batch);
    if (held.runs.length === 0) {
      this.#settled.push(held.settle());
      return [];
    }
    const index = this.#freeIndexes.pop() ?? this.#batches.length;
    this.#batches[index] = held;
    this.#held++;
    const words = held.runs;
    const touched: LogPath[] = [];
    let start = 0;
    for (let at = 0; at < words.length; at += RUN_WORDS) {
      const end = words[at + 1] as number;
      const events = words[at + 2] as number;
      const path = pathOf(words[at] as number, events, held);
      if (path.firstRun < 0) touched.push(path);
      this.#link(path, this.list.add(index, start, end, events));
      start = end;
    }
    return touched;
  }

  batchOf(run: number): HeldBatch {
    return this.#batches[this.list.batch[run] as number] as HeldBatch;
  }

  /** Takes away all runs of `path`: they are in the file. */
  deliverAll(path: LogPath): void {
    const { events } = this.list;
    while (path.firstRun >= 0) {
      const run = path.firstRun;
      this.batchOf(run).deliver(events[run] as number);
      this.#end(path, run);
    }
  }

  /** Takes away what is in the file: the first `written` bytes of the runs of `path`, whole lines only. Returns the bytes of the torn line. */
  deliver(path: LogPath, written: number): number {
    const { start, end, events } = this.list;
    let left = written;
    while (path.firstRun >= 0) {
      const run = path.firstRun;
      const length = (end[run] as number) - (start[run] as number);
      if (left < length) return this.#deliverLines(run, left);
      left -= length;
      this.batchOf(run).deliver(events[run] as number);
      this.#end(path, run);
    }
    return 0;
  }

  /** Drops all runs of `path`; returns the number of events. */
  drop(path: LogPath, reason: FileProblem['reason']): number {
    let dropped = 0;
    while (path.firstRun >= 0) {
      const run = path.firstRun;
      const events = this.list.events[run] as number;
      this.batchOf(run).drop(events, reason);
      dropped += events;
      this.#end(path, run);
    }
    return dropped;
  }

  /** The batches that were settled since the last call. */
  takeSettled(): readonly SettledBatch[] {
    const settled = this.#settled;
    this.#settled = [];
    return settled;
  }

  #link(path: LogPath, run: number): void {
    if (path.firstRun < 0) path.firstRun = run;
    else this.list.next[path.lastRun] = run;
    path.lastRun = run;
  }

  /** Each line of the first `length` bytes of a run is an event, as long as there are any. */
  #deliverLines(run: number, length: number): number {
    const { start, events } = this.list;
    const { bytes } = this.batchOf(run);
    const from = start[run] as number;
    let lineStart = from;
    let lines = 0;
    for (let at = from; at < from + length; at++) {
      if (bytes[at] !== NEWLINE) continue;
      lines++;
      lineStart = at + 1;
    }
    const delivered = Math.min(lines, events[run] as number);
    this.batchOf(run).deliver(delivered);
    (events[run] as number) -= delivered;
    start[run] = lineStart;
    return from + length - lineStart;
  }

  #end(path: LogPath, run: number): void {
    const index = this.list.batch[run] as number;
    const batch = this.#batches[index] as HeldBatch;
    path.firstRun = this.list.release(run);
    if (path.firstRun < 0) path.lastRun = -1;
    if (!batch.endRun()) return;
    this.#settled.push(batch.settle());
    this.#batches[index] = undefined;
    this.#freeIndexes.push(index);
    this.#held--;
  }
}
