import { createLogWriter } from '../../../lib/deliver/file/create-log-writer.ts';
import type { LogWriter } from '../../../lib/deliver/file/log-writer.ts';
import type {
  SettledBatch,
  WriterReport,
  WriterSettings,
} from '../../../lib/deliver/file/writer-messages.ts';
import { BatchMaker, type Line } from '../batch-maker.ts';

/** A log writer on the test's own thread, with a clock that the test moves. */
export class WriterStand {
  nowMs = 1000;
  /** The clock moves by this each time it is read. */
  tickMs = 0;
  /** Events under the overflow path. */
  overflowed = 0;
  readonly settled: SettledBatch[] = [];
  readonly reports: WriterReport[] = [];
  readonly writer: LogWriter;
  readonly #maker = new BatchMaker();
  #ticket = 0;

  constructor(directory: string, settings: Partial<WriterSettings> = {}) {
    this.writer = createLogWriter(
      {
        trustedDirectory: `${directory}/`,
        isConstantPath: false,
        mode: 0o640,
        dirMode: 0o750,
        uid: -1,
        gid: -1,
        flushIntervalMs: 250,
        maxHeldBytes: 8 * 1024 * 1024,
        maxOpen: 1000,
        maxHosts: 100_000,
        overflowPath: `${directory}/_overflow`,
        idleCloseMs: 60_000,
        fsync: false,
        ...settings,
      },
      {
        clock: () => (this.nowMs += this.tickMs),
        settle: (batches) => {
          this.settled.push(...batches);
          for (const { overflowed } of batches) this.overflowed += overflowed;
        },
        report: (report) => this.reports.push(report),
      },
    );
  }

  /** Hands one batch of these lines to the writer; batches are numbered from 1. */
  take(lines: readonly Line[], maker: BatchMaker = this.#maker): void {
    const { shard, generation, bytes, isPlain, runs } = maker.make(lines);
    const ticket = ++this.#ticket;
    this.writer.take([{ ticket, shard, generation, bytes, isPlain, runs }]);
  }
}
