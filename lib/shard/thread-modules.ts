import type { ThreadKind } from '../receive/receiver.ts';

/** The module a thread starts with, named without its extension relative to the module `from`. */
export interface ThreadModule {
  readonly from: string;
  readonly file: string;
}

export type ThreadModules = Readonly<Record<ThreadKind, ThreadModule>>;

export const THREAD_MODULES: ThreadModules = {
  blocking: { from: import.meta.url, file: './blocking-thread' },
  'event-loop': { from: import.meta.url, file: './event-loop-thread' },
};
