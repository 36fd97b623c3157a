import { Fault } from './fault.ts';

/** Bytes of each unit, the largest first. */
const UNITS = {
  TiB: 1024 ** 4,
  TB: 1000 ** 4,
  GiB: 1024 ** 3,
  GB: 1000 ** 3,
  MiB: 1024 ** 2,
  MB: 1000 ** 2,
  KiB: 1024,
  KB: 1000,
  B: 1,
} as const;

/** Pattern of a size, for the JSON Schema. */
export const SIZE_PATTERN = '^[0-9]+(\\.[0-9]+)? ?(B|[KMGT]i?B)$';

/** Bytes of `64KiB`, `1GB`, `1.5MiB`; at most 2^53. */
export function parseSize(text: string): number | Fault {
  const match = /^(\d+(?:\.\d+)?) ?([A-Za-z]+)$/.exec(text);
  const unit = match?.[2] ?? '';
  const factor = Object.hasOwn(UNITS, unit) ? UNITS[unit as keyof typeof UNITS] : undefined;
  if (factor === undefined) return new Fault(`"${text}" is not a size`, SIZE_FORM);
  const bytes = Math.round(Number(match?.[1]) * factor);
  return Number.isSafeInteger(bytes) ? bytes : new Fault(`"${text}" is too large`, SIZE_FORM);
}

/** Hint for a value that is not a size. */
export const SIZE_FORM = 'write a number with a unit of B, KB, KiB, MB, MiB, GB, GiB, TB or TiB';

/** The shortest exact form of a whole number of bytes. */
export function printSize(bytes: number): string {
  const [unit, factor] = Object.entries(UNITS).find(
    ([, each]) => bytes >= each && bytes % each === 0,
  ) ?? ['B', 1];
  return `${bytes / factor}${unit}`;
}
