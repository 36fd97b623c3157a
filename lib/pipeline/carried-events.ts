import type { EventSink } from '../event/event-sink.ts';
import type { EventView } from '../event/event-view.ts';

/** The events of one source on their way to the outlet that all sources of a thread share. */
export class CarriedEvents implements EventSink {
  readonly #outlet: EventSink;
  readonly #carry: () => void;

  /** `carry` is called before each event: batches of datagrams contain no events of sources that can wait. */
  constructor(outlet: EventSink, carry: () => void) {
    this.#outlet = outlet;
    this.#carry = carry;
  }

  take(view: EventView): void {
    this.#carry();
    this.#outlet.take(view);
  }
}
