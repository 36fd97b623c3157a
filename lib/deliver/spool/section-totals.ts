import { isDamage } from './level-error.ts';
import { keyPage, type Level } from './key-pages.ts';
import type { StoredEntry } from '../outbox/parcel-store.ts';
import {
  accountKey,
  markRange,
  ownerOf,
  parseMarkKey,
  parseSpoolKey,
  type KeyRange,
} from './spool-key.ts';

/** What one destination has on disk. */
export interface SectionTotals {
  readonly batches: number;
  readonly events: number;
  readonly bytes: number;
  /** The highest number of a batch; 0 if there is none. */
  readonly lastSequence: number;
  /** Events that should be there and are not. */
  readonly lost: number;
  /** Batches that are still stored, and need no delivery any more. */
  readonly marked: readonly StoredEntry[];
}

interface Found {
  batches: number;
  events: number;
  bytes: number;
  lastSequence: number;
  readonly marked: ReadonlyMap<number, StoredEntry>;
}

export interface StoreTotals {
  /** By destination. */
  readonly sections: ReadonlyMap<string, SectionTotals>;
  /** Whether a part of the store cannot be read. */
  readonly isDamaged: boolean;
}

const PAGE = 1000;
const NOTHING = { batches: 0, events: 0, bytes: 0, lastSequence: 0 };

/** Reads all keys, which reads all tables. */
export async function readTotals(level: Level): Promise<StoreTotals> {
  const found = new Map<string, Found>();
  const isDamaged = await eachKey(level, {}, async (text) => {
    const name = ownerOf(text);
    const totals = found.get(name) ?? { ...NOTHING, marked: await readMarked(level, name) };
    found.set(name, totals);
    const key = parseSpoolKey(text);
    if (key === undefined) return;
    totals.lastSequence = Math.max(totals.lastSequence, key.sequence);
    if (totals.marked.has(key.sequence)) return;
    totals.batches++;
    totals.events += key.events;
    totals.bytes += key.bytes;
  });
  const sections = new Map<string, SectionTotals>();
  for (const [name, totals] of found) {
    const lost = Math.max(0, (await readAccount(level, name)) - totals.events);
    sections.set(name, { ...totals, marked: [...totals.marked.values()], lost });
  }
  return { sections, isDamaged };
}

async function readMarked(level: Level, name: string): Promise<Map<number, StoredEntry>> {
  const marked = new Map<number, StoredEntry>();
  await eachKey(level, markRange(name), (text) => {
    const key = parseMarkKey(text);
    if (key !== undefined) marked.set(key.sequence, key);
  });
  return marked;
}

/** Returns whether a part of the range cannot be read. */
async function eachKey(
  level: Level,
  { gte, lt }: Partial<KeyRange>,
  body: (key: string) => void | Promise<void>,
): Promise<boolean> {
  let isDamaged = false;
  let page = await keyPage(level, { ...(gte && { gte }), ...(lt && { lt }) }, PAGE);
  for (;;) {
    for (const text of page.keys) await body(text);
    isDamaged ||= page.isDamaged;
    const gt = page.keys.at(-1);
    if (page.isEnd || gt === undefined) return isDamaged;
    page = await keyPage(level, { gt, ...(lt && { lt }) }, PAGE);
  }
}

/** The bytes of an account. */
export function printAccount(events: number): Buffer {
  return Buffer.from(String(events));
}

/** Events that a destination should have; 0 if that cannot be read. */
async function readAccount(level: Level, name: string): Promise<number> {
  try {
    const text = (await level.get(accountKey(name)))?.toString() ?? '';
    return /^\d{1,15}$/.test(text) ? Number(text) : 0;
  } catch (error) {
    if (!isDamage(error)) throw error;
    return 0;
  }
}
