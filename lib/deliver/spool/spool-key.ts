/** A spooled batch as its key describes it: also a batch whose bytes are damaged is accounted for. */
export interface SpoolKey {
  readonly destination: string;
  /** Order of delivery. */
  readonly sequence: number;
  readonly events: number;
  /** Bytes of the stored batch. */
  readonly bytes: number;
}

const SEQUENCE_DIGITS = 14;
const PATTERN = /^([^/]+)\/(~?)([0-9a-f]{14})-([0-9a-f]+)-([0-9a-f]+)$/;
const NAME_END = '/';
/** After every digit: marks of removal follow the batches of their destination, and its account follows those. */
const LAST = '~';

/** `NAME/SEQUENCE-EVENTS-BYTES`, numbers in hex: keys of one destination sort by sequence. */
export function printSpoolKey({ destination, sequence, events, bytes }: SpoolKey): string {
  return `${sequencePrefix(destination, sequence)}-${events.toString(16)}-${bytes.toString(16)}`;
}

/** `NAME/~SEQUENCE-EVENTS-BYTES`: marks that a batch needs no delivery any more. */
export function printMarkKey(key: SpoolKey): string {
  return printSpoolKey(key).replace(NAME_END, NAME_END + LAST);
}

/** Undefined for a key of another form. */
export function parseSpoolKey(key: string): SpoolKey | undefined {
  return parse(key, '');
}

/** Of a mark. Undefined for a key of another form. */
export function parseMarkKey(key: string): SpoolKey | undefined {
  return parse(key, LAST);
}

function parse(key: string, wanted: string): SpoolKey | undefined {
  const [, destination, mark, ...numbers] = PATTERN.exec(key) ?? [];
  if (destination === undefined || mark !== wanted) return undefined;
  const [sequence = 0, events = 0, bytes = 0] = numbers.map((hex) => Number.parseInt(hex, 16));
  return { destination, sequence, events, bytes };
}

/** The destination of a key. */
export function ownerOf(key: string): string {
  return key.slice(0, key.indexOf(NAME_END));
}

/** Keys from `gte` to before `lt`. */
export interface KeyRange {
  readonly gte: string;
  readonly lt: string;
}

/** The keys of the batches of one destination. */
export function spoolRange(destination: string): KeyRange {
  return { gte: destination + NAME_END, lt: destination + NAME_END + LAST };
}

/** The keys of the marks of one destination. */
export function markRange(destination: string): KeyRange {
  return { gte: destination + NAME_END + LAST, lt: accountKey(destination) };
}

/** The keys of one destination after a sequence. */
export function spoolRangeAfter(
  destination: string,
  sequence: number,
): { readonly gt: string; readonly lt: string } {
  const { lt } = spoolRange(destination);
  return { gt: `${sequencePrefix(destination, sequence)}-${LAST}`, lt };
}

/** The key of the number of events that a destination has on disk. */
export function accountKey(destination: string): string {
  return destination + NAME_END + LAST + LAST;
}

function sequencePrefix(destination: string, sequence: number): string {
  return destination + NAME_END + sequence.toString(16).padStart(SEQUENCE_DIGITS, '0');
}
