import type { Config } from '../config/config.ts';
import type { EventView } from '../event/event-view.ts';
import type { Outlet } from '../pipeline/outlet.ts';

/** The first file that an event goes to; empty if it goes to none. */
export function fileOf(view: EventView, outlet: Outlet, { destinations }: Config): string {
  let file = '';
  outlet.eachPlace(view, (index, name) => {
    if (file === '' && destinations[index]?.type === 'file') file = name;
  });
  return file;
}
