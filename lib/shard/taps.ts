import { Tap, type TapExit } from '../deliver/tap/tap.ts';
import type { TapSettings } from '../deliver/tap/tap-settings.ts';

/** The subscribers of one thread. */
export class Taps {
  /** The same array always: whoever copies events to subscribers keeps it. */
  readonly list: Tap[] = [];
  readonly #exit: TapExit;

  constructor(exit: TapExit) {
    this.#exit = exit;
  }

  /** Adds a subscriber, unless it is there: a thread that was started again is told of all. */
  add(settings: TapSettings): void {
    if (this.list.some(({ id }) => id === settings.id)) return;
    this.list.push(new Tap(settings, this.#exit));
  }

  /** Removes a subscriber with what it has not received. */
  remove(id: number): void {
    const index = this.list.findIndex((tap) => tap.id === id);
    if (index >= 0) this.list.splice(index, 1);
  }
}
