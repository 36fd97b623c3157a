import type { ClassicLevel } from 'classic-level';
import { isDamage } from './level-error.ts';

export type Level = ClassicLevel<string, Buffer>;

interface Range {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
}

/** Keys in order. */
export interface KeyPage {
  readonly keys: readonly string[];
  /** Whether no readable key of the range is after them. */
  readonly isEnd: boolean;
  /** Whether a part of the range cannot be read; known at the end only. */
  readonly isDamaged: boolean;
}

/**
 * Up to `limit` keys of a range. LevelDB passes over a table that it cannot read, and reports it instead of the last keys of the range: those
 * are then asked for in smaller numbers.
 */
export async function keyPage(level: Level, range: Range, limit: number): Promise<KeyPage> {
  for (let size = limit; ; size = Math.floor(size / 2)) {
    if (size === 0) return { keys: [], isEnd: true, isDamaged: true };
    try {
      const keys = await level.keys({ ...range, limit: size, fillCache: true }).all();
      return { keys, isEnd: keys.length < size, isDamaged: false };
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
  }
}

/** Values of a range with their keys, in order: at least one if any can be read, up to `limit` and about `bytes`; asked for as `keyPage` does. */
export async function entryPage(
  level: Level,
  range: Range,
  { limit, bytes }: { readonly limit: number; readonly bytes: number },
): Promise<[key: string, value: Buffer][]> {
  for (let size = limit; size > 0; size = Math.floor(size / 2)) {
    // What is read is not read again.
    const iterator = level.iterator({ ...range, fillCache: false, highWaterMarkBytes: bytes });
    try {
      return await iterator.nextv(size);
    } catch (error) {
      if (!isDamage(error)) throw error;
    } finally {
      await iterator.close();
    }
  }
  return [];
}
