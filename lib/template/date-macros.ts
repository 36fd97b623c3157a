import type { ByteWriter } from '../event/byte-writer.ts';
import { targetViews } from '../event/data-views.ts';
import type { EventView } from '../event/event-view.ts';
import type { DateStamp } from './date-stamp.ts';
import { putFraction, putSixDigits } from './digits.ts';
import type { EventClock } from './event-clock.ts';
import type { Macro } from './macro.ts';

const MONTHS = words(
  'January February March April May June July August September October November December',
);
const WEEKDAYS = words('Sunday Monday Tuesday Wednesday Thursday Friday Saturday');

const MICROS_DIGITS = 6;
/** Of `+01:00`. */
const OFFSET_LENGTH = 6;
/** No date macro writes more. */
const MAX_LENGTH = 48;

type DateWriter = (stamp: DateStamp, out: ByteWriter, fractionDigits: number) => void;

/** Output of each date macro, as in syslog-ng (`lib/template/macros.c` there). */
const WRITERS: Readonly<Record<string, DateWriter>> = {
  DATE: writeBsdTime,
  STAMP: writeBsdTime,
  FULLDATE: (stamp, out, digits) => {
    out.padded(stamp.civil.year, 4);
    out.byte(0x20);
    writeBsdTime(stamp, out, digits);
  },
  ISODATE: (stamp, out, digits) => {
    out.at = stamp.putIso(targetViews.of(out.bytes), out.at);
    if (digits === MICROS_DIGITS) return;
    // Fewer digits, or none and no dot, and the offset again.
    out.at -= OFFSET_LENGTH + MICROS_DIGITS - (digits > 0 ? digits : -1);
    out.all(stamp.offsetText);
  },
  UNIXTIME: (stamp, out, digits) => {
    if (stamp.second < 0) out.byte(0x2d);
    out.decimal(Math.abs(stamp.second));
    putFraction(stamp.micros, digits, out);
  },
  YEAR: ({ civil }, out) => out.padded(civil.year, 4),
  MONTH: ({ civil }, out) => out.padded(civil.month, 2),
  MONTH_ABBREV: ({ civil }, out) => out.range(MONTHS[civil.month - 1] as Uint8Array, 0, 3),
  MONTH_NAME: ({ civil }, out) => out.all(MONTHS[civil.month - 1] as Uint8Array),
  MONTH_WEEK: ({ civil }, out) => out.decimal(weekOfMonth(civil.day, civil.weekday)),
  DAY: ({ civil }, out) => out.padded(civil.day, 2),
  HOUR: ({ civil }, out) => out.padded(civil.hour, 2),
  HOUR12: ({ civil }, out) => out.padded(((civil.hour + 11) % 12) + 1, 2),
  AMPM: ({ civil }, out) => {
    out.byte(civil.hour < 12 ? 0x41 : 0x50);
    out.byte(0x4d);
  },
  MIN: ({ civil }, out) => out.padded(civil.minute, 2),
  SEC: ({ civil }, out) => out.padded(civil.second, 2),
  USEC: (stamp, out) => {
    putSixDigits(out.bytes, out.at, stamp.micros);
    out.at += 6;
  },
  MSEC: (stamp, out) => out.padded(Math.floor(stamp.micros / 1000), 3),
  WEEK: ({ civil }, out) => out.padded(mondayWeek(civil.yearDay, civil.weekday), 2),
  WEEKDAY: writeWeekdayAbbreviation,
  WEEK_DAY: ({ civil }, out) => out.decimal(civil.weekday + 1),
  WEEK_DAY_ABBREV: writeWeekdayAbbreviation,
  WEEK_DAY_NAME: ({ civil }, out) => out.all(WEEKDAYS[civil.weekday] as Uint8Array),
  YEAR_DAY: ({ civil }, out) => out.padded(civil.yearDay + 1, 3),
  TZ: (stamp, out) => out.all(stamp.offsetText),
  TZOFFSET: (stamp, out) => out.all(stamp.offsetText),
};

/** Names of the date macros, without prefix. */
export const DATE_MACROS: readonly string[] = Object.keys(WRITERS);

export interface DateOptions {
  readonly clock: EventClock;
  /** Digits of a fraction of a second in textual times, 0 to 6. */
  readonly fractionDigits: number;
  /** The time of date macros without prefix: the message's own, or that of its arrival. */
  readonly unprefixed: 'stamp' | 'arrival';
}

/**
 * The date macro `name`, undefined when it is none. Prefixes: `S_` the message's own time, `R_` the time of arrival;
 * `C_` and `P_` too are the time of arrival, since encoding knows no other clock.
 */
export function createDateMacro(name: string, options: DateOptions): Macro | undefined {
  const prefix = /^[RSCP]_/.exec(name)?.[0] ?? '';
  const bare = name.slice(prefix.length);
  const write = Object.hasOwn(WRITERS, bare) ? WRITERS[bare] : undefined;
  if (write === undefined) return undefined;
  const { clock, fractionDigits, unprefixed } = options;
  const isStamp = prefix === 'S_' || (prefix === '' && unprefixed === 'stamp');
  if (isStamp) {
    return (view: EventView, _start, _end, out) => {
      out.ensure(MAX_LENGTH);
      write(clock.stamp(view), out, fractionDigits);
    };
  }
  return (view: EventView, _start, _end, out) => {
    out.ensure(MAX_LENGTH);
    write(clock.arrival(view), out, fractionDigits);
  };
}

/** `Oct  3 02:04:05`, as RFC 3164 has it. */
export function writeBsdTime(stamp: DateStamp, out: ByteWriter, fractionDigits: number): void {
  const { civil, isoText } = stamp;
  out.range(MONTHS[civil.month - 1] as Uint8Array, 0, 3);
  out.byte(0x20);
  out.byte(civil.day < 10 ? 0x20 : (isoText[8] as number));
  out.byte(isoText[9] as number);
  out.byte(0x20);
  out.range(isoText, 11, 19);
  putFraction(stamp.micros, fractionDigits, out);
}

function writeWeekdayAbbreviation({ civil }: DateStamp, out: ByteWriter): void {
  out.range(WEEKDAYS[civil.weekday] as Uint8Array, 0, 3);
}

/** The number of the week that begins on Monday; days before the first Monday are in week 0 (`%W` of strftime). */
function mondayWeek(yearDay: number, weekday: number): number {
  return Math.floor((yearDay + 7 - ((weekday + 6) % 7)) / 7);
}

/** syslog-ng's week of the month, 0 to 5. */
function weekOfMonth(day: number, weekday: number): number {
  return Math.floor(day / 7) + (weekday > 0 && day % 7 >= weekday ? 1 : 0);
}

function words(text: string): readonly Uint8Array[] {
  return text.split(' ').map((word) => Buffer.from(word));
}
