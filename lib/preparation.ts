/** A change that was prepared. It can be undone until it is committed. */
export interface Prepared {
  rollback(): void | Promise<void>;
}

/** The prepared parts of one change: all of them take effect, or none. */
export class Preparation {
  readonly #parts: Prepared[] = [];

  /**
   * Adds a part. Rejects with the reason of `signal` if that aborts first; the part is then rolled back as soon as it is there.
   */
  async add<Part extends Prepared>(preparing: Promise<Part>, signal: AbortSignal): Promise<Part> {
    const part = await preparedBefore(preparing, signal);
    this.#parts.push(part);
    return part;
  }

  /** Undoes the parts, the last first. */
  async rollback(): Promise<void> {
    for (const part of this.#parts.splice(0).toReversed()) await part.rollback();
  }
}

function preparedBefore<Part extends Prepared>(
  preparing: Promise<Part>,
  signal: AbortSignal,
): Promise<Part> {
  return new Promise((resolve, reject) => {
    const abandon = (): void => {
      reject(signal.reason as Error);
      void preparing.then(
        (part) => part.rollback(),
        () => undefined,
      );
    };
    if (signal.aborted) {
      abandon();
      return;
    }
    signal.addEventListener('abort', abandon, { once: true });
    void preparing
      .finally(() => signal.removeEventListener('abort', abandon))
      .then(resolve, reject);
  });
}
