import { Fault } from './fault.ts';

/** Milliseconds of each unit, the largest first. */
const UNITS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;

/** Pattern of a duration, for the JSON Schema. */
export const DURATION_PATTERN = '^[0-9]+(\\.[0-9]+)? ?(ms|s|m|h|d)$';

/** Hint for a value that is not a duration. */
export const DURATION_FORM = 'write a number with a unit of ms, s, m, h or d';

/** Milliseconds of `500ms`, `10s`, `1.5m`, `2h`, `7d`. */
export function parseDuration(text: string): number | Fault {
  const match = /^(\d+(?:\.\d+)?) ?([a-z]+)$/.exec(text);
  const unit = match?.[2] ?? '';
  const factor = Object.hasOwn(UNITS, unit) ? UNITS[unit as keyof typeof UNITS] : undefined;
  if (factor === undefined) return new Fault(`"${text}" is not a duration`, DURATION_FORM);
  return Math.round(Number(match?.[1]) * factor);
}

/** The shortest exact form of a whole number of milliseconds. */
export function printDuration(milliseconds: number): string {
  const [unit, factor] = Object.entries(UNITS).find(
    ([, each]) => milliseconds >= each && milliseconds % each === 0,
  ) ?? ['ms', 1];
  return `${milliseconds / factor}${unit}`;
}
