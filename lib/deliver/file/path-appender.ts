import { fdatasyncSync } from 'node:fs';
import { errorCodeOf, isWaitedFor, systemProblem, type FileProblem } from './file-problem.ts';
import { GatherWriter } from './gather-writer.ts';
import type { HeldRuns } from './held-runs.ts';
import type { LogPath } from './log-path.ts';
import type { OpenFile, OpenFiles } from './open-files.ts';
import type { WriteReports } from './write-reports.ts';

const RETRY_MS = 1000;

export interface PathAppenderContext {
  readonly files: OpenFiles;
  readonly held: HeldRuns;
  readonly reports: WriteReports;
  /** Whether each write is followed by fdatasync(2). */
  readonly fsync: boolean;
}

/** Appends the runs of one path to its file, in order and in as few writes as possible. */
export class PathAppender {
  readonly #context: PathAppenderContext;
  readonly #writer = new GatherWriter();

  constructor(context: PathAppenderContext) {
    this.#context = context;
  }

  /** System calls that wrote, so far. */
  get writes(): number {
    return this.#writer.calls;
  }

  /**
   * Writes the runs of `path`. Afterwards it has none, unless the file system is full or short of descriptors: then the rest waits, and the
   * call returns true. A path that fails otherwise loses its runs and is not tried again for a second.
   */
  append(path: LogPath, nowMs: number): boolean {
    const { held } = this.#context;
    const { problem } = path;
    if (problem !== undefined && !isWaitedFor(problem) && nowMs < path.retryAtMs) {
      path.lost += held.drop(path, problem.reason);
      return false;
    }
    const found = this.#write(path, nowMs);
    if (found !== undefined && isWaitedFor(found)) {
      this.#noteChange(path, found, nowMs);
      return true;
    }
    if (found !== undefined) path.lost += held.drop(path, found.reason);
    this.#noteChange(path, found, nowMs);
    return false;
  }

  /** Writes all runs and delivers what is in the file; returns the problem with the rest. */
  #write(path: LogPath, nowMs: number): FileProblem | undefined {
    const file = this.#fileOf(path, nowMs);
    if ('reason' in file) return file;
    const { held } = this.#context;
    const { list } = held;
    const writer = this.#writer;
    const resumed = path.tornBytes;
    writer.begin(file.fd, path.isTorn && resumed === 0);
    for (let run = path.firstRun, skip = resumed; run >= 0; skip = 0) {
      const next = list.next[run] as number;
      const from = (list.start[run] as number) + skip;
      writer.add(held.batchOf(run), from, list.end[run] as number, next < 0);
      run = next;
    }
    path.isTorn = writer.isTorn;
    const code = writer.code ?? this.#sync(file);
    if (code === undefined) {
      path.tornBytes = 0;
      held.deliverAll(path);
      return undefined;
    }
    // After a failed fdatasync(2) it is unknown which bytes are on the disk.
    const written = writer.code === undefined ? 0 : Math.max(0, writer.written);
    path.tornBytes = held.deliver(path, resumed + written);
    return systemProblem(path.name, code);
  }

  #fileOf(path: LogPath, nowMs: number): OpenFile | FileProblem {
    const { files } = this.#context;
    if (path.file !== undefined && files.isUsable(path.file, nowMs)) return path.file;
    const file = files.open(path.name, nowMs);
    path.tornBytes = 0;
    if ('reason' in file) {
      path.file = undefined;
      return file;
    }
    path.file = file;
    // A fifo or device cannot be read back.
    if (file.isRegular) path.isTorn = file.isTorn;
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
      if (!isWaitedFor(problem)) {
        files.close(path.name);
        path.tornBytes = 0;
      }
      path.retryAtMs = nowMs + RETRY_MS;
      if (path.problem?.message !== problem.message) reports.failed(problem, nowMs);
    } else if (path.problem !== undefined) {
      reports.recovered(path.name, path.lost, nowMs);
      path.lost = 0;
    }
    path.problem = problem;
  }
}
