import { crc32 } from 'node:zlib';
import { RUN_WORDS } from '../batch.ts';
import type { Parcel } from '../parcel.ts';

/** The first bytes of a stored batch: the version of the format. */
const FORMAT = 0x4e43_5231;
/** Format, checksum of what follows, length of the description. */
const HEADER_BYTES = 12;
const WORD_BYTES = Uint32Array.BYTES_PER_ELEMENT;

/** What is stored besides runs and entries. */
interface Description extends Omit<Parcel, 'bytes' | 'runs'> {
  readonly runs: number;
}

/**
 * A parcel as it is stored, complete in itself: with all names that its runs use, and no others.
 *
 *   format checksum length description runs entries
 *
 * Numbers have 32 bits, little-endian; the description is JSON.
 */
export function encodeParcel(parcel: Parcel): Buffer {
  const { lane, prev, next, events, used, form } = parcel;
  const { runs, names } = withOwnNames(parcel);
  const count = runs.length / RUN_WORDS;
  const description: Description = { form, lane, prev, next, events, used, names, runs: count };
  const text = Buffer.from(JSON.stringify(description));
  const stored = Buffer.allocUnsafe(HEADER_BYTES + text.length + runs.byteLength + used);
  stored.writeUInt32LE(FORMAT, 0);
  stored.writeUInt32LE(text.length, 8);
  text.copy(stored, HEADER_BYTES);
  let at = HEADER_BYTES + text.length;
  for (const word of runs) at = stored.writeUInt32LE(word, at);
  stored.set(parcel.bytes.subarray(0, used), at);
  stored.writeUInt32LE(checksumOf(stored), WORD_BYTES);
  return stored;
}

/** Undefined when the bytes are not what `encodeParcel` returned. */
export function decodeParcel(stored: Buffer): Parcel | undefined {
  if (stored.length < HEADER_BYTES || stored.readUInt32LE(0) !== FORMAT) return undefined;
  if (stored.readUInt32LE(WORD_BYTES) !== checksumOf(stored)) return undefined;
  return readParcel(stored);
}

/** The parcel in what `encodeParcel` returned: a view of it. */
export function readParcel(stored: Buffer): Parcel {
  const textEnd = HEADER_BYTES + stored.readUInt32LE(8);
  const text = stored.toString('utf8', HEADER_BYTES, textEnd);
  const { runs: count, ...description } = JSON.parse(text) as Description;
  const runs = new Uint32Array(RUN_WORDS * count);
  for (let i = 0; i < runs.length; i++) runs[i] = stored.readUInt32LE(textEnd + WORD_BYTES * i);
  return { ...description, runs, bytes: stored.subarray(textEnd + runs.byteLength) };
}

function checksumOf(stored: Buffer): number {
  return crc32(stored.subarray(2 * WORD_BYTES));
}

/** The same runs with names numbered from 0. */
function withOwnNames({ runs, names }: Parcel): Pick<Parcel, 'runs' | 'names'> {
  const ids = new Map<number, number>();
  const numbered = Uint32Array.from(runs);
  for (let at = 0; at < runs.length; at += RUN_WORDS) {
    const id = runs[at] as number;
    if (!ids.has(id)) ids.set(id, ids.size);
    numbered[at] = ids.get(id) as number;
  }
  return { runs: numbered, names: [...ids.keys()].map((id) => names[id] as string) };
}
