import { HandOverPace } from '../receive/hand-over-pace.ts';
import type { SinkGroup } from '../receive/datagram-sink.ts';

/** The part of a group that its timer needs. */
export type HandedOver = Pick<SinkGroup, 'isEmpty' | 'expire' | 'flush'>;

/** The clock of a thread with an event loop: hands over what arrived, and gives up on records that are overdue. */
export class HandOverTimer {
  readonly #group: HandedOver;
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  /** When the timer is due; Infinity when there is none. */
  #dueMs = Infinity;
  readonly #pace = new HandOverPace();

  constructor(group: HandedOver) {
    this.#group = group;
  }

  /** To be called after something was passed to a sink: it is handed over soon. */
  arrived(count = 1): void {
    const nowMs = performance.now();
    this.#pace.count(count, nowMs);
    const { dueMs } = this.#pace;
    if (this.#dueMs > dueMs) this.#wakeAt(dueMs, nowMs);
  }

  /** Hands over what is complete now, and sets the time of the next look. */
  look(): void {
    const nowMs = performance.now();
    this.stop();
    const deadline = this.#group.expire(nowMs);
    if (!this.#group.isEmpty) {
      this.#pace.handedOver(nowMs);
      this.#group.flush();
    }
    if (deadline !== undefined) this.#wakeAt(Math.max(deadline, nowMs + 1), nowMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
    this.#timer = undefined;
    this.#immediate = undefined;
    this.#dueMs = Infinity;
  }

  #wakeAt(dueMs: number, nowMs: number): void {
    this.stop();
    this.#dueMs = dueMs;
    if (dueMs <= nowMs) this.#immediate = setImmediate(() => this.look());
    else this.#timer = setTimeout(() => this.look(), dueMs - nowMs);
  }
}
