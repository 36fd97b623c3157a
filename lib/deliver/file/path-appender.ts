import { fdatasyncSync } from 'node:fs';
import { errorCodeOf, systemProblem, type FileProblem } from './file-problem.ts';
import { GatherWriter } from './gather-writer.ts';
import type { HeldBatch } from './held-batch.ts';
import type { OpenFile, OpenFiles } from './open-files.ts';
import type { LogPath } from './log-path.ts';
import type { RunList } from './run-list.ts';
import type { WriteReports } from './write-reports.ts';

const RETRY_MS = 1000;

export interface PathAppenderContext {
  readonly files: OpenFiles;
  readonly reports: WriteReports;
  /** Whether what was written is followed by fdatasync(2). */
  readonly fsync: boolean;
}

/** What became of a path's runs: the first `written` bytes of them are in the file, the rest has a problem. */
interface Fate {
  readonly written: number;
  readonly problem: FileProblem | undefined;
}

/** Appends the runs of one path to its file, in order and in as few writes as possible, and tells the batches. */
export class PathAppender {
  readonly #context: PathAppenderContext;
  readonly #writer = new GatherWriter();

  constructor(context: PathAppenderContext) {
    this.#context = context;
  }

  /** Writes made so far. */
  get writes(): number {
    return this.#writer.calls;
  }

  /** Leaves `path` without runs. A path that failed is not tried again for a second. */
  append(path: LogPath, runs: RunList, batches: readonly HeldBatch[], nowMs: number): void {
    const isResting = path.problem !== undefined && nowMs < path.retryAtMs;
    const fate = isResting
      ? { written: 0, problem: path.problem }
      : this.#write(path, runs, batches, nowMs);
    const lost = settleRuns(path, runs, batches, fate);
    if (!isResting) this.#noteChange(path, fate.problem, nowMs);
    path.lost += lost;
    path.firstRun = -1;
    path.lastRun = -1;
  }

  #write(path: LogPath, runs: RunList, batches: readonly HeldBatch[], nowMs: number): Fate {
    const file = this.#fileOf(path, nowMs);
    if ('reason' in file) return { written: 0, problem: file };
    const writer = this.#writer;
    writer.begin(file.fd, path.isTorn);
    for (let run = path.firstRun; run >= 0;) {
      const next = runs.next[run] as number;
      const batch = batches[runs.batch[run] as number] as HeldBatch;
      writer.add(batch, runs.start[run] as number, runs.end[run] as number, next < 0);
      run = next;
    }
    path.isTorn = writer.isTorn;
    if (writer.code !== undefined) {
      return { written: writer.written, problem: systemProblem(path.name, writer.code) };
    }
    const code = this.#sync(file);
    if (code === undefined) return { written: writer.written, problem: undefined };
    return { written: 0, problem: systemProblem(path.name, code) };
  }

  #fileOf(path: LogPath, nowMs: number): OpenFile | FileProblem {
    const { files } = this.#context;
    if (path.file?.isOpen === true) {
      files.touch(path.file, nowMs);
      return path.file;
    }
    const file = files.open(path.name, nowMs);
    path.file = 'reason' in file ? undefined : file;
    return file;
  }

  #sync({ fd, isRegular }: OpenFile): string | undefined {
    if (!this.#context.fsync || !isRegular) return undefined;
    try {
      fdatasyncSync(fd);
      return undefined;
    } catch (error) {
      return errorCodeOf(error);
    }
  }

  #noteChange(path: LogPath, problem: FileProblem | undefined, nowMs: number): void {
    const { files, reports } = this.#context;
    if (problem !== undefined) {
      files.close(path.name);
      path.retryAtMs = nowMs + RETRY_MS;
      if (path.problem?.message !== problem.message) reports.failed(problem, nowMs);
    } else if (path.problem !== undefined) {
      reports.recovered(path.name, path.lost, nowMs);
      path.lost = 0;
    }
    path.problem = problem;
  }
}

/** Tells each batch what became of its runs of `path`. Returns the number of events dropped. */
function settleRuns(
  path: LogPath,
  runs: RunList,
  batches: readonly HeldBatch[],
  { written, problem }: Fate,
): number {
  let lost = 0;
  let reached = 0;
  for (let run = path.firstRun; run >= 0; run = runs.next[run] as number) {
    const batch = batches[runs.batch[run] as number] as HeldBatch;
    const events = runs.events[run] as number;
    reached += (runs.end[run] as number) - (runs.start[run] as number);
    if (problem === undefined || reached <= written) batch.deliver(events);
    else {
      batch.drop(events, problem.reason);
      lost += events;
    }
  }
  return lost;
}
