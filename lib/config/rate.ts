import { Fault } from './fault.ts';

/** The form of a rate, for the JSON Schema. */
export const RATE_PATTERN = '^[0-9]{1,10}/s$';

/** A hint for text that is no rate. */
export const RATE_FORM = 'write a number per second, such as 10000/s';
const MAX_RATE = 1_000_000_000;

/** `10000/s` as a number per second. */
export function parseRate(text: string): number | Fault {
  const value = /^(\d{1,10})\/s$/.exec(text)?.[1];
  if (value !== undefined && Number(value) >= 1 && Number(value) <= MAX_RATE) return Number(value);
  return new Fault(`"${text}" is not a rate from 1/s to ${MAX_RATE}/s`, RATE_FORM);
}

export function printRate(perSecond: number): string {
  return `${perSecond}/s`;
}
