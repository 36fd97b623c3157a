import type { Question } from './question.ts';

/** How often threads are asked whether they work; three times without an answer are 15 seconds. */
export const ASK_LIFE_MS = 5000;
const MOST_UNANSWERED = 3;

/** A thread that can be asked. */
export interface Asked {
  ask(question: Question & { readonly about: 'life' }): Promise<true | undefined>;
}

/**
 * Whether all threads still work: each is asked at intervals. Counts questions, not seconds: a main thread that was stopped for a minute must not take
 * that for the death of the others.
 */
export class LifeSigns {
  readonly #unanswered = new Map<Asked, number>();

  /** Asks each of the threads. To be called every `ASK_LIFE_MS`. */
  ask(threads: readonly Asked[]): void {
    for (const thread of this.#unanswered.keys()) {
      if (!threads.includes(thread)) this.#unanswered.delete(thread);
    }
    for (const thread of threads) {
      this.#unanswered.set(thread, (this.#unanswered.get(thread) ?? 0) + 1);
      void thread.ask({ about: 'life' }).then((isAlive) => {
        if (isAlive === true && this.#unanswered.has(thread)) this.#unanswered.set(thread, 0);
      });
    }
  }

  /** Whether every thread has answered one of the last questions. */
  get areAlive(): boolean {
    return [...this.#unanswered.values()].every((count) => count <= MOST_UNANSWERED);
  }
}
