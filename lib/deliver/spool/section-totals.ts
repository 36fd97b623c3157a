import { isDamage } from './level-error.ts';
import { keyPage, type Level } from './key-pages.ts';
import { accountKey, accountOwner, parseSpoolKey } from './spool-key.ts';

/** What one destination has on disk. */
export interface SectionTotals {
  readonly batches: number;
  readonly events: number;
  readonly bytes: number;
  /** The highest number of a batch; 0 if there is none. */
  readonly lastSequence: number;
  /** Events that should be there and are not. */
  readonly lost: number;
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
  const found = new Map<string, Omit<SectionTotals, 'lost'>>();
  const accounts = new Set<string>();
  let isDamaged = false;
  for (let range = {}, isEnd = false; !isEnd;) {
    const page = await keyPage(level, range, PAGE);
    for (const text of page.keys) {
      const owner = accountOwner(text);
      if (owner !== undefined) accounts.add(owner);
      const key = parseSpoolKey(text);
      if (key === undefined) continue;
      const { batches, events, bytes, lastSequence } = found.get(key.destination) ?? NOTHING;
      found.set(key.destination, {
        batches: batches + 1,
        events: events + key.events,
        bytes: bytes + key.bytes,
        lastSequence: Math.max(lastSequence, key.sequence),
      });
    }
    isEnd = page.isEnd;
    isDamaged ||= page.isDamaged;
    range = { gt: page.keys.at(-1) };
  }
  const sections = new Map<string, SectionTotals>();
  for (const name of new Set([...accounts, ...found.keys()])) {
    const totals = found.get(name) ?? NOTHING;
    const lost = Math.max(0, (await readAccount(level, name)) - totals.events);
    if (totals.batches > 0 || lost > 0) sections.set(name, { ...totals, lost });
  }
  return { sections, isDamaged };
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
