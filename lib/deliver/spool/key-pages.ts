import type { ClassicLevel } from 'classic-level';
import { isDamage } from './level-error.ts';

export type Level = ClassicLevel<string, Buffer>;

/** Keys in order. */
export interface KeyPage {
  readonly keys: readonly string[];
  /** Whether no readable key of the range is behind them. */
  readonly isEnd: boolean;
  /** Whether a part of the range cannot be read; known at the end only. */
  readonly isDamaged: boolean;
}

/**
 * Up to `limit` keys of a range. LevelDB passes over a table that it cannot read, and reports it instead of the last keys of the range: those
 * are then asked for in smaller numbers.
 */
export async function keyPage(
  level: Level,
  range: { readonly gt?: string; readonly gte?: string; readonly lt?: string },
  limit: number,
): Promise<KeyPage> {
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
