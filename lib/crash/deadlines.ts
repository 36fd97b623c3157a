import { DeadlineList } from '../netconsole/deadline-list.ts';
import { WAITS } from './bounds.ts';
import { ANNOUNCED, MARKED, type OpenCrash } from './open-crash.ts';

/** When open crashes end, each after its wait since its last record. */
export class Deadlines {
  readonly #announced = new DeadlineList<OpenCrash>(WAITS.announced);
  readonly #silence = new DeadlineList<OpenCrash>(WAITS.silence);
  readonly #marked = new DeadlineList<OpenCrash>(WAITS.marker);
  readonly #panic = new DeadlineList<OpenCrash>(WAITS.panic);
  readonly #all = [this.#announced, this.#silence, this.#marked, this.#panic];

  /** Infinite when nothing is open. */
  get next(): number {
    return Math.min(...this.#all.map((list) => list.nextDeadline));
  }

  /** The crash that was due first of those due at `nowMs`. */
  due(nowMs: number): OpenCrash | undefined {
    const dueMs = this.next;
    if (dueMs > nowMs) return undefined;
    return this.#all.find((list) => list.nextDeadline === dueMs)?.first;
  }

  /** The crash that has been silent longest. */
  get oldest(): OpenCrash | undefined {
    let oldest: OpenCrash | undefined;
    for (const { first } of this.#all) {
      if (first !== undefined && first.lastMs <= (oldest?.lastMs ?? Infinity)) oldest = first;
    }
    return oldest;
  }

  /** Notes a record of `crash`. An announcement waits from its first record on. */
  arm(crash: OpenCrash, nowMs: number): void {
    crash.lastMs = nowMs;
    if (crash.state === ANNOUNCED && crash.isListed) return;
    const list = this.#listOf(crash);
    if (crash.list !== list) this.cancel(crash);
    crash.list = list;
    list.arm(crash, nowMs);
  }

  cancel(crash: OpenCrash): void {
    crash.list?.cancel(crash);
    crash.list = undefined;
  }

  #listOf(crash: OpenCrash): DeadlineList<OpenCrash> {
    if (crash.state === ANNOUNCED) return this.#announced;
    if (crash.hasPanic) return this.#panic;
    return crash.state === MARKED ? this.#marked : this.#silence;
  }
}
