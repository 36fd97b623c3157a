import type { DestinationConfig, DestinationKind } from '../config/destination-config.ts';
import type { EventView } from '../event/event-view.ts';
import type { ReportExits, ReportLevel } from '../pipeline/sender-reports.ts';

/** What a name in a destination is. */
const WORDS: { readonly [K in DestinationKind]?: string } = { file: 'file', redis: 'stream' };

/** Calls `visit` with each destination of an event and the name it has there. */
type EachPlace = (
  view: EventView,
  visit: (destination: DestinationConfig, name: string) => void,
) => void;

/** How reports of senders leave a pipeline; undefined: they do not. */
export function reportExits(
  exits: { report?(level: ReportLevel, message: string): void },
  eachPlace: EachPlace,
): ReportExits | undefined {
  if (exits.report === undefined) return undefined;
  return {
    report: (level, message) => exits.report?.(level, message),
    placesOf: (view) => {
      const places: string[] = [];
      eachPlace(view, ({ name: destination, type }, name) => {
        places.push(name === '' ? `destination ${destination}` : `${WORDS[type] ?? type} ${name}`);
      });
      return places;
    },
  };
}
