import type { Log } from '../log/log.ts';

/** Logs the loss that no other counter shows: datagrams that came faster than they were read. */
export class DropReport {
  readonly #log: Log;
  readonly #reported = new Map<string, number>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** Takes all drops so far, by source name, and logs those that are new. */
  update(kernelDrops: ReadonlyMap<string, number>): void {
    for (const [name, drops] of kernelDrops) {
      const reported = this.#reported.get(name) ?? 0;
      if (drops > reported) {
        this.#log.error(
          `source ${name}: the kernel dropped ${drops - reported} datagrams because the receive buffer was full; raise receiveBuffer or run more shards`,
        );
      }
      this.#reported.set(name, Math.max(reported, drops));
    }
  }
}
