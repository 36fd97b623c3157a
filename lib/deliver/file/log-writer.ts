import { RUN_WORDS } from '../batch.ts';
import { HeldBatch } from './held-batch.ts';
import type { OpenFiles } from './open-files.ts';
import type { PathAppender } from './path-appender.ts';
import { createPathBook, type LogPath } from './log-path.ts';
import { RunList } from './run-list.ts';
import type { SettledBatch, WriterBatch } from './writer-messages.ts';

/** A flush of n writes is followed by a pause of n ms, so that writes stay below a thousand a second … */
const WRITES_PER_MS = 1;
/** … but of no more than this while n is small: lines of some hundred hosts are not held for long … */
const SHORT_PAUSE_MS = 30;
/** … and beyond that by one that keeps the writes below four thousand a second. */
const MANY_WRITES_PER_MS = 4;
/** Held runs that are written whatever the pause. */
const MAX_HELD_RUNS = 512 * 1024;

export interface LogWriterContext {
  readonly files: OpenFiles;
  readonly appender: PathAppender;
  /** The longest pause. */
  readonly flushIntervalMs: number;
  /** Held memory that is written whatever the pause. */
  readonly maxHeldBytes: number;
  /** Milliseconds of a monotonic clock. */
  readonly clock: () => number;
  readonly settle: (batches: readonly SettledBatch[]) => void;
}

/**
 * Writes batches to the files of their paths. A batch is written at once unless many files were written to just
 * before: then batches are held for a while, so that each file gets its lines of all of them in one write.
 */
export class LogWriter {
  readonly #context: LogWriterContext;
  readonly #book = createPathBook();
  readonly #runs = new RunList();
  #held: HeldBatch[] = [];
  #heldBytes = 0;
  /** The paths that have runs. */
  #touched: LogPath[] = [];
  #pauseEndMs = Number.NEGATIVE_INFINITY;

  constructor(context: LogWriterContext) {
    this.#context = context;
  }

  take(batches: readonly WriterBatch[]): void {
    for (const batch of batches) this.#hold(batch);
    const mustWrite =
      this.#heldBytes >= this.#context.maxHeldBytes ||
      this.#runs.count >= MAX_HELD_RUNS ||
      this.#context.clock() >= this.#pauseEndMs;
    if (mustWrite) this.flush();
  }

  /** Does what is due: writes what was held long enough, closes idle files. */
  tick(): void {
    const nowMs = this.#context.clock();
    if (nowMs >= this.#pauseEndMs) this.flush();
    this.#context.files.closeIdle(nowMs);
  }

  /** When `tick` is next due; undefined when never. */
  get nextDeadline(): number | undefined {
    const idle = this.#context.files.nextDeadline;
    if (this.#held.length === 0) return idle;
    return idle === undefined ? this.#pauseEndMs : Math.min(idle, this.#pauseEndMs);
  }

  /** System calls that wrote, so far. */
  get writes(): number {
    return this.#context.appender.writes;
  }

  /** Writes everything held, and settles it. */
  flush(): void {
    const { appender, clock, flushIntervalMs, settle } = this.#context;
    if (this.#held.length === 0) return;
    const writesBefore = appender.writes;
    const nowMs = clock();
    for (const path of this.#touched) appender.append(path, this.#runs, this.#held, nowMs);
    const settled = this.#held.map((batch) => batch.settle());
    this.#touched = [];
    this.#held = [];
    this.#heldBytes = 0;
    this.#runs.clear();
    this.#pauseEndMs =
      clock() + Math.min(flushIntervalMs, pauseAfter(appender.writes - writesBefore));
    settle(settled);
  }

  /** Writes everything held, then opens each file anew when it is next written to. */
  reopen(): void {
    this.flush();
    this.#context.files.closeAll();
  }

  /** Closes the files. What is held is neither written nor settled. */
  close(): void {
    this.#context.files.closeAll();
  }

  #hold(batch: WriterBatch): void {
    const paths = this.#book.read(batch);
    const held = new HeldBatch(batch);
    const words = held.runs;
    const index = this.#held.push(held) - 1;
    let start = 0;
    for (let at = 0; at < words.length; at += RUN_WORDS) {
      const path = paths[words[at] as number];
      if (path === undefined) throw new Error(`batch names the unknown path ${words[at]}`);
      const end = words[at + 1] as number;
      this.#link(path, this.#runs.add(index, start, end, words[at + 2] as number));
      start = end;
    }
    this.#heldBytes += batch.bytes.byteLength;
  }

  #link(path: LogPath, run: number): void {
    if (path.firstRun < 0) {
      path.firstRun = run;
      this.#touched.push(path);
    } else this.#runs.next[path.lastRun] = run;
    path.lastRun = run;
  }
}

function pauseAfter(writes: number): number {
  return Math.max(Math.min(writes / WRITES_PER_MS, SHORT_PAUSE_MS), writes / MANY_WRITES_PER_MS);
}
