import type { EventView } from '../../event/event-view.ts';
import type { NewName } from '../batch.ts';

/** The shard's side of names: which name (path, stream) an event goes to, as a number. */
export interface EventNames {
  /**
   * The id of the event's name, below 2^31. When all ids are in use, calls `startEpoch` first: the owner must seal what it has encoded
   * with ids of the old epoch.
   */
  idOf(view: EventView): number;
  readonly epoch: number;
  /** The name itself, for reports; empty if there is only one place. */
  nameOf(view: EventView): string;
  /** The names numbered since the last call. */
  takeNewNames(): readonly NewName[];
}

/** Creates the names of an encoder; `startEpoch` is called before ids are numbered from 0 again. */
export type CreateEventNames = (startEpoch: () => void) => EventNames;

/** The names of a destination that has only one place to write to. */
export class NoNames implements EventNames {
  readonly epoch = 0;
  #isNew = true;

  idOf(): number {
    return 0;
  }

  nameOf(): string {
    return '';
  }

  takeNewNames(): readonly NewName[] {
    if (!this.#isNew) return [];
    this.#isNew = false;
    return [{ id: 0, name: '' }];
  }
}
