import type { HostColumns } from '../observe/host-columns.ts';
import type { Answers, Question, Topic } from './question.ts';
import type { FromShard, ToShard } from './shard-messages.ts';
import type { Taps } from './taps.ts';

/** What a thread answers from. */
export interface Answering {
  readonly taps: Taps;
  hosts(withFiles: boolean): HostColumns;
}

/** The answer to a question of main; the question may change what the thread does. */
export function answerTo(
  { id, question }: ToShard & { readonly kind: 'question' },
  pipeline: Answering,
): FromShard {
  return { kind: 'answer', id, answer: answer(question, pipeline) };
}

function answer(question: Question, pipeline: Answering): Answers[Topic] {
  switch (question.about) {
    case 'life':
      return true;
    case 'hosts':
      return pipeline.hosts(question.withFiles);
    case 'tap':
      pipeline.taps.add(question.settings);
      return true;
    case 'untap':
      pipeline.taps.remove(question.id);
      return true;
    default:
      return question satisfies never;
  }
}
