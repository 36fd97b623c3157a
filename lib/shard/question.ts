import type { HostColumns } from '../observe/host-columns.ts';
import type { TapSettings } from '../deliver/tap/tap-settings.ts';

/** What main asks a thread that receives. The thread answers each question once, in order, and in the middle of its work. */
export type Question =
  /** Whether the thread still works. */
  | { readonly about: 'life' }
  /** The hosts that it knows; `withFiles`: with `HostRow.file`, which takes some microseconds for each. */
  | { readonly about: 'hosts'; readonly withFiles: boolean }
  /** To copy events to a subscriber from now on. */
  | { readonly about: 'tap'; readonly settings: TapSettings }
  /** To end that. */
  | { readonly about: 'untap'; readonly id: number };

/** By what the question is about. */
export interface Answers {
  readonly life: true;
  readonly hosts: HostColumns;
  readonly tap: true;
  readonly untap: true;
}

export type Topic = Question['about'];

export type AnswerTo<Q extends Question> = Answers[Q['about']];
