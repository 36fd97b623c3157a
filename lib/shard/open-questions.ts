import type { Answers, AnswerTo, Question, Topic } from './question.ts';

/** The questions to one thread that it has not answered yet. */
export class OpenQuestions {
  readonly #waiting = new Map<number, (answer: Answers[Topic] | undefined) => void>();
  #lastId = 0;

  /** Opens a question; `answer` is undefined if it is given up. */
  open<Q extends Question>(): {
    readonly id: number;
    readonly answer: Promise<AnswerTo<Q> | undefined>;
  } {
    const id = ++this.#lastId;
    const answer = new Promise<Answers[Topic] | undefined>((resolve) => {
      this.#waiting.set(id, resolve);
    });
    // A thread answers a question by its topic.
    return { id, answer: answer as Promise<AnswerTo<Q> | undefined> };
  }

  answered(id: number, answer: Answers[Topic]): void {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }

  /** The thread has ended. */
  giveUp(): void {
    for (const resolve of this.#waiting.values()) resolve(undefined);
    this.#waiting.clear();
  }
}
