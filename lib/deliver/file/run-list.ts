const MIN_ROOM = 1024;

/** Pieces of held batches that wait to be written, each linked to the next one of its path. Numbered from 0 in order of arrival. */
export class RunList {
  count = 0;
  /** Which held batch the bytes are in, and where. */
  batch = new Int32Array(MIN_ROOM);
  start = new Int32Array(MIN_ROOM);
  end = new Int32Array(MIN_ROOM);
  events = new Int32Array(MIN_ROOM);
  /** The next run of the same path; -1 for none. */
  next = new Int32Array(MIN_ROOM);

  /** Appends a run without successor, and returns its number. */
  add(batch: number, start: number, end: number, events: number): number {
    const run = this.count;
    if (run === this.next.length) this.#grow();
    this.count++;
    this.batch[run] = batch;
    this.start[run] = start;
    this.end[run] = end;
    this.events[run] = events;
    this.next[run] = -1;
    return run;
  }

  clear(): void {
    this.count = 0;
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
