/** Every format an event can have; the index of a word is its number in an {@link EventView}. */
export const FORMATS = [
  'netconsole-basic',
  'netconsole-extended',
  'rfc3164',
  'rfc5424',
  'unparsed',
  'signal',
] as const;

export type Format = (typeof FORMATS)[number];

/** Formats by number, for hot code. */
export const BASIC = 0;
export const EXTENDED = 1;
export const RFC3164 = 2;
export const RFC5424 = 3;
export const UNPARSED = 4;
export const SIGNAL = 5;
