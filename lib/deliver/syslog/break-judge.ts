/** Breaks after one message alone, before it is dropped. */
const MAX_BREAKS = 3;

/** One connection that has ended other than by our wish. */
export interface Break {
  /** Messages that were written on it and are not settled. */
  readonly unsettled: number;
  /** Whether a message may be the cause: the peer closed it soon after the first one, and nothing was settled on it. */
  readonly isOfMessage: boolean;
}

/**
 * Finds the message that makes a peer close the connection, such as one that is longer than it accepts. After two breaks in a row
 * without progress, connections carry a limited number of messages and are then closed gracefully, which confirms them: half of the suspects each
 * time, until one is left. A connection that breaks after that one three times in a row condemns it.
 */
export class BreakJudge {
  #suspects = 0;
  /** In a row without progress, and those of them after one message alone. */
  #breaks = 0;
  #alone = 0;

  /** Messages that the next connection may carry before it is closed gracefully. */
  get limit(): number {
    return this.#suspects === 0 ? Number.POSITIVE_INFINITY : Math.ceil(this.#suspects / 2);
  }

  /** Returns whether the first unsettled message is to be dropped. */
  broke({ unsettled, isOfMessage }: Break): boolean {
    if (unsettled === 0) return false;
    if (!isOfMessage) {
      this.#reset();
      return false;
    }
    this.#breaks++;
    this.#alone = unsettled === 1 ? this.#alone + 1 : 0;
    if (this.#alone === MAX_BREAKS) {
      this.#reset();
      return true;
    }
    if (this.#breaks > 1) this.#suspects = unsettled;
    return false;
  }

  /** A connection that carried this many messages was closed gracefully: they are not the cause. */
  confirmed(messages: number): void {
    this.#suspects -= messages;
    this.#alone = 0;
    if (this.#suspects <= 0) this.#reset();
  }

  #reset(): void {
    this.#suspects = 0;
    this.#breaks = 0;
    this.#alone = 0;
  }
}
