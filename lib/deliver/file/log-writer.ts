import type { HeldBatch } from './held-batch.ts';
import { HeldRuns } from './held-runs.ts';
import { createPathBook, LogPath } from './log-path.ts';
import type { OpenFiles } from './open-files.ts';
import type { PathAppender } from './path-appender.ts';
import type { PathQuota } from './path-quota.ts';
import type { WriteReports } from './write-reports.ts';
import type { SettledBatch, WriterBatch } from './writer-messages.ts';

/** A flush of few writes is followed by no pause … */
const FEW_WRITES = 5;
/** … one of n writes by a pause of n ms, so that writes stay below a thousand a second … */
const WRITES_PER_MS = 1;
/** … but at most this while n is small, so that lines of some hundred hosts are not held for long … */
const SHORT_PAUSE_MS = 30;
/** … and for more writes by a pause that keeps them below four thousand a second. */
const MANY_WRITES_PER_MS = 4;
/** Held runs that are written whatever the pause. */
const MAX_HELD_RUNS = 512 * 1024;
/** Files are opened and created for this long at a time, and then not for as long: new hosts never delay known ones. */
const OPEN_BUDGET_MS = 20;
/** A path is looked up in the quota at most this often. */
const ADMITTED_MS = 60_000;
/** Paths between two readings of the clock. */
const PATHS_PER_SLICE = 16;
/** Delays between attempts while the file system is full. */
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5000;

export interface LogWriterContext {
  readonly files: OpenFiles;
  readonly held: HeldRuns;
  readonly appender: PathAppender;
  readonly reports: WriteReports;
  readonly quota: PathQuota;
  readonly overflowPath: string;
  /** The longest pause. */
  readonly flushIntervalMs: number;
  /** Held memory that is written whatever the pause. */
  readonly maxHeldBytes: number;
  /** Milliseconds of a monotonic clock. */
  readonly clock: () => number;
  readonly settle: (batches: readonly SettledBatch[]) => void;
}

/**
 * Writes batches to the files of their paths. A batch is written at once, unless many files were written just
 * before: then batches are held for a while, so that each file gets its lines of all of them in one write. Open files come first; others
 * are opened within a time budget. While the file system is full, the lines of its paths wait.
 */
export class LogWriter {
  readonly #context: LogWriterContext;
  readonly #book = createPathBook();
  readonly #overflow: LogPath;
  /** The paths that have runs to be written. */
  #ready: LogPath[] = [];
  /** The paths that have runs and whose files must be opened first. */
  readonly #unopened = new PathLine();
  #openFromMs = Number.NEGATIVE_INFINITY;
  /** The paths that have runs and wait for the file system. */
  #waiting: LogPath[] = [];
  #retryMs = FIRST_RETRY_MS;
  #retryAtMs = 0;
  /** Held since the last flush. */
  #bytes = 0;
  #runs = 0;
  #pauseEndMs = Number.NEGATIVE_INFINITY;

  constructor(context: LogWriterContext) {
    this.#context = context;
    this.#overflow = new LogPath(context.overflowPath);
  }

  take(batches: readonly WriterBatch[]): void {
    const nowMs = this.#context.clock();
    for (const batch of batches) this.#hold(batch, nowMs);
    const mustWrite =
      this.#bytes >= this.#context.maxHeldBytes ||
      this.#runs >= MAX_HELD_RUNS ||
      nowMs >= this.#pauseEndMs;
    if (mustWrite) this.flush();
  }

  /** Does what is due: writes what was held long enough, closes idle files. */
  tick(): void {
    const nowMs = this.#context.clock();
    const mustRetry = this.#waiting.length > 0 && nowMs >= this.#retryAtMs;
    if (nowMs >= this.#pauseEndMs || mustRetry) this.flush();
    this.#context.files.closeIdle(nowMs);
  }

  /** When `tick` is next due; undefined for never. */
  get nextDeadline(): number | undefined {
    const times = [
      this.#context.files.nextDeadline,
      this.#ready.length > 0 ? this.#pauseEndMs : undefined,
      this.#unopened.isEmpty ? undefined : Math.max(this.#openFromMs, this.#pauseEndMs),
      this.#waiting.length > 0 ? this.#retryAtMs : undefined,
    ].filter((time) => time !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** System calls that wrote, so far. */
  get writes(): number {
    return this.#context.appender.writes;
  }

  /** Writes the lines of open files, then opens further files within the budget; settles batches as soon as they are written. */
  flush(): void {
    const { appender, clock, flushIntervalMs } = this.#context;
    this.#wakeWaiting(clock());
    if (this.#ready.length === 0 && this.#unopened.isEmpty) {
      this.#settle();
      return;
    }
    const writesBefore = appender.writes;
    const ready = this.#ready;
    this.#ready = [];
    this.#bytes = 0;
    this.#runs = 0;
    let nowMs = clock();
    for (const [index, path] of ready.entries()) {
      if (path.file?.isOpen === true) this.#append(path, nowMs);
      else this.#unopened.push(path);
      if (index % PATHS_PER_SLICE === PATHS_PER_SLICE - 1) nowMs = this.#endSlice();
    }
    if (nowMs >= this.#openFromMs) this.#openSome();
    this.#settle();
    const pauseMs = Math.min(flushIntervalMs, pauseAfter(appender.writes - writesBefore));
    this.#pauseEndMs = clock() + pauseMs;
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

  #hold(batch: WriterBatch, nowMs: number): void {
    const paths = this.#book.read(batch);
    const touched = this.#context.held.add(batch, (id, events, held) => {
      const path = paths[id];
      if (path === undefined) throw new Error(`batch names the unknown path ${id}`);
      return this.#admitted(path, events, held, nowMs);
    });
    for (const path of touched) this.#ready.push(path);
    this.#bytes += batch.bytes.byteLength;
    this.#runs += batch.runs.count;
  }

  /** The path itself, or the overflow path if there are too many. */
  #admitted(path: LogPath, events: number, held: HeldBatch, nowMs: number): LogPath {
    const { quota, reports } = this.#context;
    if (nowMs < path.admittedUntilMs) return path;
    if (quota.admit(path.name, nowMs)) {
      path.admittedUntilMs = nowMs + ADMITTED_MS;
      return path;
    }
    held.overflow(events);
    reports.overflowed(this.#overflow.name, nowMs);
    return this.#overflow;
  }

  /** Opens files and writes their lines until the budget is used up; then rests as long. */
  #openSome(): void {
    const { clock } = this.#context;
    const startMs = clock();
    let nowMs = startMs;
    for (let count = 1; !this.#unopened.isEmpty; count++) {
      this.#append(this.#unopened.shift(), nowMs);
      // On a busy disk one path may take longer than the budget.
      nowMs = clock();
      if (count % PATHS_PER_SLICE === 0) this.#settle();
      if (nowMs - startMs < OPEN_BUDGET_MS) continue;
      this.#openFromMs = nowMs + OPEN_BUDGET_MS;
      return;
    }
  }

  #append(path: LogPath, nowMs: number): void {
    if (this.#context.appender.append(path, nowMs)) this.#wait(path, nowMs);
  }

  #endSlice(): number {
    this.#settle();
    return this.#context.clock();
  }

  #wait(path: LogPath, nowMs: number): void {
    if (this.#waiting.length === 0) this.#retryAtMs = nowMs + this.#retryMs;
    this.#waiting.push(path);
  }

  #wakeWaiting(nowMs: number): void {
    if (this.#waiting.length === 0) {
      this.#retryMs = FIRST_RETRY_MS;
      return;
    }
    if (nowMs < this.#retryAtMs) return;
    this.#ready.push(...this.#waiting);
    this.#waiting = [];
    this.#retryMs = Math.min(LAST_RETRY_MS, this.#retryMs * 2);
  }

  #settle(): void {
    const settled = this.#context.held.takeSettled();
    if (settled.length > 0) this.#context.settle(settled);
  }
}

/** Paths in order of arrival. */
class PathLine {
  #paths: LogPath[] = [];
  #first = 0;

  get isEmpty(): boolean {
    return this.#first === this.#paths.length;
  }

  push(path: LogPath): void {
    this.#paths.push(path);
  }

  /** Takes the first path; there must be one. */
  shift(): LogPath {
    const path = this.#paths[this.#first++] as LogPath;
    if (this.isEmpty) {
      this.#paths = [];
      this.#first = 0;
    }
    return path;
  }
}

function pauseAfter(writes: number): number {
  if (writes <= FEW_WRITES) return 0;
  return Math.max(Math.min(writes / WRITES_PER_MS, SHORT_PAUSE_MS), writes / MANY_WRITES_PER_MS);
}
