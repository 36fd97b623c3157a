import type { CrashesConfig } from '../config/config.ts';
import { BOUNDS } from './bounds.ts';
import type { CrashMemory } from './crash-tracker.ts';
import { LastLines } from './last-lines.ts';
import { MinuteCount } from './minute-count.ts';
import { SeenTitles } from './seen-titles.ts';

/** What the shards of a relay have in common. */
export interface CrashCommon {
  /** Shards that share the bounds. */
  readonly shards: number;
  /** Memory of the titles seen, see `SeenTitles`; absent: one of its own. */
  readonly titles?: BigInt64Array | undefined;
}

/** What the sources of one shard share to find crashes. */
export class CrashShare {
  /** Whether text that proves nothing about who wrote it may be a crash. */
  readonly reportsUnproven: boolean;
  readonly memory: CrashMemory;
  readonly lastLines: LastLines;
  readonly titles: SeenTitles;
  /** Crash events, and crashes looked at. */
  readonly events: MinuteCount;
  readonly readings: MinuteCount;

  private constructor(reportsUnproven: boolean, { shards, titles }: CrashCommon) {
    this.reportsUnproven = reportsUnproven;
    this.memory = { used: 0, most: BOUNDS.openBytes / shards };
    this.lastLines = new LastLines(BOUNDS.lastLines / shards);
    this.titles = new SeenTitles(titles ?? SeenTitles.allocate());
    this.events = new MinuteCount(Math.ceil(BOUNDS.events / shards));
    this.readings = new MinuteCount(Math.ceil(BOUNDS.read / shards));
  }

  /** Undefined when crashes are not to be looked for. */
  static of(
    { enabled, unproven }: CrashesConfig,
    common: CrashCommon = { shards: 1 },
  ): CrashShare | undefined {
    return enabled ? new CrashShare(unproven === 'report', common) : undefined;
  }
}
