import { daysSinceEpoch } from './calendar.ts';

const DAY = 86_400;
/** Zones change their offset at most a few times a year, and never for less than this. */
const STEP = 7 * DAY;
/** Outside these years the offset of the nearest of them counts, which bounds what is kept. */
const FIRST_YEAR = 1970;
const LAST_YEAR = 2099;

/** The offsets in force during one year: `offsets[i]` (minutes) from wall-clock second `from[i]` on. */
interface YearOffsets {
  readonly from: readonly number[];
  readonly offsets: readonly number[];
}

/**
 * How far a zone's wall clock is from UTC, asked of `Intl` once per year and kept. A wall-clock time that comes twice is
 * the earlier one; one that the clock skips counts from the offset before it.
 */
export class ZoneOffsets {
  readonly #probe: (utcSeconds: number) => number;
  readonly #years = new Map<number, YearOffsets>();
  #year = Number.NaN;
  #current: YearOffsets = { from: [-Infinity], offsets: [0] };

  /** `zone`: `local`, an IANA name, or an offset such as `+01:00`; throws a RangeError for any other text. */
  constructor(zone: string) {
    this.#probe = offsetProbe(zone);
  }

  /** Minutes east of UTC at a UTC time, in seconds since the epoch. */
  atUtc(utcSeconds: number): number {
    return this.#probe(utcSeconds);
  }

  /** Minutes east of UTC at a wall-clock time of `year`, in seconds since 1970-01-01T00:00:00 of the same clock. */
  atWallClock(seconds: number, year: number): number {
    if (year !== this.#year) this.#select(year);
    const { from, offsets } = this.#current;
    let last = from.length - 1;
    while (last > 0 && seconds < (from[last] as number)) last--;
    return offsets[last] as number;
  }

  #select(year: number): void {
    const known = Math.min(Math.max(year, FIRST_YEAR), LAST_YEAR);
    let offsets = this.#years.get(known);
    if (offsets === undefined) {
      offsets = this.#read(known);
      this.#years.set(known, offsets);
    }
    this.#year = year;
    this.#current = offsets;
  }

  #read(year: number): YearOffsets {
    const start = daysSinceEpoch(year, 1, 1) * DAY - 2 * DAY;
    const end = daysSinceEpoch(year, 12, 31) * DAY + 3 * DAY;
    const from = [-Infinity];
    const offsets = [this.#probe(start)];
    let before = offsets[0] as number;
    for (let at = start; at < end; at += STEP) {
      const after = this.#probe(at + STEP);
      if (after === before) continue;
      from.push(this.#change(at, at + STEP) + Math.max(before, after) * 60);
      offsets.push(after);
      before = after;
    }
    return { from, offsets };
  }

  /** The UTC second, between two moments of different offsets, at which the later offset begins. */
  #change(from: number, to: number): number {
    const before = this.#probe(from);
    let low = from;
    let high = to;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#probe(middle) === before) low = middle;
      else high = middle;
    }
    return high;
  }
}

function offsetProbe(zone: string): (utcSeconds: number) => number {
  if (zone === 'local') return (seconds) => -new Date(seconds * 1000).getTimezoneOffset();
  const fixed = fixedOffset(zone);
  if (fixed !== undefined) return () => fixed;
  const format = formatOf(zone);
  return (seconds) => {
    const parts = format.formatToParts(seconds * 1000);
    const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
    return fixedOffset(name.replace('GMT', '') || 'UTC') ?? 0;
  };
}

function formatOf(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch (cause) {
    throw new RangeError(
      `options.zone must be 'local', an offset such as +01:00, or an IANA name, not ${JSON.stringify(zone)}`,
      { cause },
    );
  }
}

function fixedOffset(text: string): number | undefined {
  if (text === 'UTC' || text === 'Z') return 0;
  const match = /^([+-])([01]\d|2[0-3]):?([0-5]\d)(?::?\d\d)?$/.exec(text);
  if (match === null) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === '-' ? -minutes : minutes;
}
