import type { SinkGroup } from '../receive/datagram-sink.ts';

/** Batches are handed over at most this often. */
const HAND_OVER_EVERY_MS = 5;

/** The part of a group that its timer needs. */
export type HandedOver = Pick<SinkGroup, 'isEmpty' | 'expire' | 'flush'>;

/** The clock of a thread with an event loop: hands over what arrived, and gives up on records that are overdue. */
export class HandOverTimer {
  readonly #group: HandedOver;
  #timer: NodeJS.Timeout | undefined;
  /** When the timer is due; Infinity when there is none. */
  #dueMs = Infinity;
  #handedOverMs = 0;

  constructor(group: HandedOver) {
    this.#group = group;
  }

  /** To be called after something was passed to a sink: it is handed over soon. */
  arrived(): void {
    const nextMs = this.#handedOverMs + HAND_OVER_EVERY_MS;
    if (this.#dueMs > nextMs) this.#wakeAt(nextMs, performance.now());
  }

  /** Hands over what is complete now, and sets the time of the next look. */
  look(): void {
    const nowMs = performance.now();
    this.stop();
    const deadline = this.#group.expire(nowMs);
    if (!this.#group.isEmpty) {
      this.#handedOverMs = nowMs;
      this.#group.flush();
    }
    if (deadline !== undefined) this.#wakeAt(Math.max(deadline, nowMs + 1), nowMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#dueMs = Infinity;
  }

  #wakeAt(dueMs: number, nowMs: number): void {
    clearTimeout(this.#timer);
    this.#dueMs = dueMs;
    this.#timer = setTimeout(() => this.look(), Math.max(0, dueMs - nowMs));
  }
}
