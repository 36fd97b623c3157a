import type { Config } from '../config/config.ts';
import type { DestinationConfig, DestinationKind } from '../config/destination-config.ts';
import type { EventView } from '../event/event-view.ts';
import type { Outlet } from '../pipeline/outlet.ts';

/** What a name in a destination is. */
const WORDS: { readonly [K in DestinationKind]?: string } = { file: 'file', redis: 'stream' };

/** Where an event goes, in words: `file /var/log/web1/netconsole.log`, `destination loghost`. */
export function placesOf(view: EventView, outlet: Outlet, { destinations }: Config): string[] {
  const places: string[] = [];
  outlet.eachPlace(view, (index, name) => {
    const { name: destination, type } = destinations[index] as DestinationConfig;
    places.push(name === '' ? `destination ${destination}` : `${WORDS[type] ?? type} ${name}`);
  });
  return places;
}

/** The first file that an event goes to; empty if it goes to none. */
export function fileOf(view: EventView, outlet: Outlet, { destinations }: Config): string {
  let file = '';
  outlet.eachPlace(view, (index, name) => {
    if (file === '' && destinations[index]?.type === 'file') file = name;
  });
  return file;
}
