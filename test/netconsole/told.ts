import { expect } from 'chai';
import type { Player } from './decode-recording.ts';

/** When the machines of these tests boot, in seconds. */
export const BOOT_S = 1000;

/** One extended record of a machine that booted at `boot` seconds, as it arrives at `t` seconds. */
export interface Said {
  readonly sequence: number;
  readonly uptime: number;
  readonly t?: number;
  readonly boot?: number;
  readonly release?: string;
  readonly fields?: string;
}

/** Plays one record. */
export function say(
  player: Player,
  { sequence, uptime, t, boot = BOOT_S, release, fields }: Said,
): void {
  const head = release === undefined ? '' : `${release},`;
  const micros = Math.round(uptime * 1e6);
  const text = `${head}6,${sequence},${micros},-;m${sequence}\n${fields ?? ''}`;
  player.say(text, t ?? boot + uptime);
}

/** Everything that came out, as short text. */
export function told(player: Player): string[] {
  return player.events.map(({ signal, message, kernel }) => {
    if (signal !== undefined) return message;
    const gap = kernel['gapBefore'];
    const order = kernel['outOfOrder'] === true ? ' late' : '';
    return `${message}${typeof gap === 'number' ? ` gap ${gap}` : ''}${order}`;
  });
}

/** Ends the test: everything that came out. */
export function finish(player: Player): string[] {
  player.decoder.flush(1e9);
  expect(player.unaccounted).to.equal(0);
  expect(player.count('keptOpen')).to.equal(0);
  return told(player);
}
