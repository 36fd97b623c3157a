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
const PATTERN = /^([^/!]+)\/([0-9a-f]{14})-([0-9a-f]+)-([0-9a-f]+)$/;
const NAME_END = '/';
/** The character behind it, which ends the range of a name. */
const AFTER_NAME_END = '0';
/** Names begin with a letter: these keys lie before all batches. */
const ACCOUNT_MARK = '!';
/** Behind every digit. */
const LAST = '~';

/** `NAME/SEQUENCE-EVENTS-BYTES`, numbers in hex: keys of one destination sort by sequence. */
export function printSpoolKey({ destination, sequence, events, bytes }: SpoolKey): string {
  return `${sequencePrefix(destination, sequence)}-${events.toString(16)}-${bytes.toString(16)}`;
}

/** Undefined for a key of another form. */
export function parseSpoolKey(key: string): SpoolKey | undefined {
  const [, destination, ...numbers] = PATTERN.exec(key) ?? [];
  if (destination === undefined) return undefined;
  const [sequence = 0, events = 0, bytes = 0] = numbers.map((hex) => Number.parseInt(hex, 16));
  return { destination, sequence, events, bytes };
}

/** The keys of one destination: from `gte` to before `lt`. */
export function spoolRange(destination: string): { readonly gte: string; readonly lt: string } {
  return { gte: destination + NAME_END, lt: destination + AFTER_NAME_END };
}

/** The keys of one destination behind a sequence. */
export function spoolRangeAfter(
  destination: string,
  sequence: number,
): { readonly gt: string; readonly lt: string } {
  const { lt } = spoolRange(destination);
  return { gt: `${sequencePrefix(destination, sequence)}-${LAST}`, lt };
}

/** The key of the number of events that a destination has on disk. */
export function accountKey(destination: string): string {
  return ACCOUNT_MARK + destination;
}

/** The destination of such a key; undefined for every other key. */
export function accountOwner(key: string): string | undefined {
  return key.startsWith(ACCOUNT_MARK) ? key.slice(ACCOUNT_MARK.length) : undefined;
}

function sequencePrefix(destination: string, sequence: number): string {
  return destination + NAME_END + sequence.toString(16).padStart(SEQUENCE_DIGITS, '0');
}
