import type { Condition } from '../../route/route-config.ts';

/** A subscriber to live events, as threads see it. */
export interface TapSettings {
  readonly id: number;
  readonly when: Condition;
  /** `json`: one event per line. `text`: the default lines of files, each after the event's severity (`-` without one) and a space. */
  readonly form: 'json' | 'text';
  /** Shared by all threads and main: element `QUEUED` are the bytes that are not written to the subscriber yet, `LOST` the events that it did not get. */
  readonly shared: Int32Array<SharedArrayBuffer>;
}

export const QUEUED = 0;
export const LOST = 1;
/** Bytes that wait for a subscriber; further events are lost to it. */
export const MAX_QUEUED_BYTES = 1024 * 1024;
