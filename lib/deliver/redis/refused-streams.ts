import type { Log } from '../../log/log.ts';
import type { FailedRun } from './script-reply.ts';
import type { Stream } from './stream-book.ts';

/** Logs the streams that refuse entries: one line when it begins, one when it ends. */
export class RefusedStreams {
  readonly #name: string;
  readonly #log: Log;
  readonly #refusing = new Set<Stream>();

  /** `name`: of the destination. */
  constructor(name: string, log: Log) {
    this.#name = name;
    this.#log = log;
  }

  /** Notes the runs of one batch. `streams`: that of each run. */
  note(streams: readonly Stream[], failed: readonly FailedRun[]): void {
    if (failed.length === 0 && this.#refusing.size === 0) return;
    const failing = new Set<Stream>();
    for (const { run, error } of failed) {
      const stream = streams[run];
      if (stream === undefined || failing.has(stream)) continue;
      failing.add(stream);
      if (this.#refusing.has(stream)) continue;
      this.#log.error(
        `destination ${this.#name}: Cannot append to stream ${stream.key}: ${error}; delete or rename the key, events for it are counted as refused`,
      );
    }
    for (const stream of streams) {
      if (failing.has(stream)) this.#refusing.add(stream);
      else if (this.#refusing.delete(stream)) {
        this.#log.info(`destination ${this.#name}: stream ${stream.key} accepts events again`);
      }
    }
  }
}
