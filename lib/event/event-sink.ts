import type { EventView } from './event-view.ts';

/** Takes complete events; the view is free again when `take` returns. */
export interface EventSink {
  take(view: EventView): void;
}
