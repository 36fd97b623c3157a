import type { EventView } from '../event/event-view.ts';
import { RFC3164, RFC5424 } from '../event/format.ts';
import { ZoneOffsets } from '../syslog-parser/zone-offsets.ts';
import { DateStamp } from './date-stamp.ts';

/** No zone changes its offset between quarter hours. */
const QUARTER_HOUR = 900;

/** The moments of an event that date macros show. One object serves all macros of a template. */
export class EventClock {
  readonly #zone: ZoneOffsets;
  readonly #arrival = new DateStamp();
  readonly #stamp = new DateStamp();
  #quarter = Number.NaN;
  #offsetMinutes = 0;

  /** `zone` shows times of arrival: `local`, an IANA name, or an offset such as `+01:00`; else a RangeError. */
  constructor(zone: string) {
    this.#zone = new ZoneOffsets(zone);
  }

  /** The time of arrival. */
  arrival(view: EventView): DateStamp {
    return this.at(view.receivedUs);
  }

  /** A moment in the clock's zone, in microseconds since 1970. The same object as that of `arrival`. */
  at(us: number): DateStamp {
    const stamp = this.#arrival;
    if (stamp.moveTo(us)) return stamp;
    const second = Math.floor(us / 1_000_000);
    this.#updateOffset(second);
    stamp.set(second, us - second * 1_000_000, this.#offsetMinutes);
    return stamp;
  }

  /** The message's own time, at the offset it says; the time of arrival when it says none. */
  stamp(view: EventView): DateStamp {
    const { format, syslog } = view;
    if ((format !== RFC3164 && format !== RFC5424) || !syslog.hasTime) return this.arrival(view);
    const { timestampUs, offsetMinutes } = syslog;
    const stamp = this.#stamp;
    if (offsetMinutes === stamp.offsetMinutes && stamp.moveTo(timestampUs)) return stamp;
    const second = Math.floor(timestampUs / 1_000_000);
    stamp.set(second, timestampUs - second * 1_000_000, offsetMinutes);
    return stamp;
  }

  #updateOffset(second: number): void {
    const quarter = Math.floor(second / QUARTER_HOUR);
    if (quarter === this.#quarter) return;
    this.#quarter = quarter;
    this.#offsetMinutes = this.#zone.atUtc(second);
  }
}
