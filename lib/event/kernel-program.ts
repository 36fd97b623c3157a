import { CRASH, TROUBLE, type EventView } from './event-view.ts';
import { BASIC, EXTENDED, SIGNAL } from './format.ts';

/** Whether the program of an event is the kernel: its own records, and reports made of them. */
export function isKernels(view: EventView): boolean {
  if (view.format === BASIC || view.format === EXTENDED) return view.facility === 0;
  return view.format === SIGNAL && (view.signal === CRASH || view.signal === TROUBLE);
}
