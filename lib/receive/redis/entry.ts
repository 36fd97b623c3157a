/** An entry of a stream. */
export interface Entry {
  /** `MILLISECONDS-NUMBER`. */
  readonly id: string;
  /** Names and values in turn. */
  readonly fields: readonly Buffer[];
}

/** Entries that were delivered to a consumer. */
export interface Delivered {
  readonly entries: readonly Entry[];
  /** Ids of entries that are pending, but no longer in the stream. */
  readonly trimmed: readonly string[];
}

type RawEntry = readonly [id: Buffer, fields: readonly Buffer[] | null];

/** The entries of one stream in a reply to XREADGROUP; none if that is empty. */
export function readGroupReply(reply: unknown): Delivered {
  const streams = reply as readonly (readonly [key: Buffer, entries: readonly RawEntry[]])[] | null;
  return deliveredOf(streams?.[0]?.[1] ?? []);
}

/** Redis 6.2 has no third part, and null for entries that are gone. */
type RawClaim = readonly [
  cursor: Buffer,
  entries: readonly (RawEntry | null)[],
  deleted?: readonly Buffer[],
];

/** A reply to XAUTOCLAIM; `cursor` is `0-0` when there are no more. */
export function readClaimReply(reply: unknown): Delivered & { readonly cursor: string } {
  const [cursor, raw, deleted = []] = reply as RawClaim;
  const { entries, trimmed } = deliveredOf(raw.filter((entry) => entry !== null));
  return {
    cursor: cursor.toString(),
    entries,
    trimmed: [...trimmed, ...deleted.map((id) => id.toString())],
  };
}

function deliveredOf(raw: readonly RawEntry[]): Delivered {
  const entries: Entry[] = [];
  const trimmed: string[] = [];
  for (const [id, fields] of raw) {
    if (fields === null) trimmed.push(id.toString());
    else entries.push({ id: id.toString('latin1'), fields });
  }
  return { entries, trimmed };
}
