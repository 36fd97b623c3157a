const MIN_ROOM = 1024;

/**
 * Pieces of held batches to be written, each linked to the next one of its path. Numbers of released runs are used again; whenever all
 * are released, they start from 0: neighbours in a batch stay neighbours in memory.
 */
export class RunList {
  /** Index of the held batch that contains the bytes, and their range in it. */
  batch = new Int32Array(MIN_ROOM);
  start = new Int32Array(MIN_ROOM);
  end = new Int32Array(MIN_ROOM);
  events = new Int32Array(MIN_ROOM);
  /** The next run of the same path, or the next free number; -1 for none. */
  next = new Int32Array(MIN_ROOM);
  /** Numbers below this have been used. */
  #used = 0;
  #free = -1;
  #held = 0;

  /** Adds a run without successor and returns its number. */
  add(batch: number, start: number, end: number, events: number): number {
    const run = this.#take();
    this.batch[run] = batch;
    this.start[run] = start;
    this.end[run] = end;
    this.events[run] = events;
    this.next[run] = -1;
    return run;
  }

  /** Frees the number of a run and returns the next run of its path, or -1. */
  release(run: number): number {
    const next = this.next[run] as number;
    this.#held--;
    if (this.#held === 0) {
      this.#used = 0;
      this.#free = -1;
    } else {
      this.next[run] = this.#free;
      this.#free = run;
    }
    return next;
  }

  #take(): number {
    this.#held++;
    const run = this.#free;
    if (run >= 0) {
      this.#free = this.next[run] as number;
      return run;
    }
    if (this.#used === this.next.length) this.#grow();
    return this.#used++;
  }

  #grow(): void {
    this.batch = doubled(this.batch);
    this.start = doubled(this.start);
    this.end = doubled(this.end);
    this.events = doubled(this.events);
    this.next = doubled(this.next);
  }
}

function doubled(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(column.length * 2);
  larger.set(column);
  return larger;
}
