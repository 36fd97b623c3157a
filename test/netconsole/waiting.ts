import type { Player } from './decode-recording.ts';
import { fragmentsOf } from './kernel-sender.ts';
import { BOOT_S, say, told } from './told.ts';

export const WAIT_MS = 200;
export const WAIT = { reorderWaitMs: WAIT_MS };

/** Plays records of these numbers, a millisecond apart. */
export function sayAll(player: Player, sequences: readonly number[], t = BOOT_S + 100): void {
  for (const [index, sequence] of sequences.entries()) {
    say(player, { sequence, uptime: 50 + sequence / 1e6, t: t + index / 1000 });
  }
}

/** The three pieces of a record whose text begins with its number. */
export function piecesOf(sequence: number): [Buffer, Buffer, Buffer] {
  const body = Buffer.from(`m${sequence}${'.'.repeat(2500)}\n`);
  const pieces = fragmentsOf({ header: `6,${sequence},${50_000_000 + sequence},-`, body });
  return pieces as [Buffer, Buffer, Buffer];
}

/** What came out, without the length of such records. */
export function shortened(player: Player): string[] {
  return told(player).map((text) => text.replace(/\.+/, ''));
}

/** What `count` records from `first` on look like when they came out one after the other. */
export function linesFrom(first: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `m${first + index}`);
}
