import { expect } from 'chai';
import { ReplayClock } from '../../lib/commands/replay-clock.ts';

/** Lets `times` pass a clock of `speed`; returns the milliseconds at which each was due. */
async function dueTimes(
  speed: number,
  times: readonly (number | undefined)[],
): Promise<readonly number[]> {
  let nowMs = 1000;
  const clock = new ReplayClock(speed, {
    now: () => nowMs,
    sleep: async (milliseconds) => {
      // A timer may end early.
      nowMs += Math.max(1, Math.floor(milliseconds * 0.75));
    },
  });
  const due: number[] = [];
  for (const t of times) {
    await clock.until(t);
    due.push(nowMs - 1000);
  }
  return due;
}

describe('ReplayClock', () => {
  it('keeps the recorded timing, and bursts without a pause', async () => {
    expect(await dueTimes(1, [5, 5.0005, 5.125, 7.125])).to.deep.equal([0, 0, 125, 2125]);
  });

  it('is N times faster', async () => {
    expect(await dueTimes(4, [0, 1, 2])).to.deep.equal([0, 250, 500]);
  });

  it('never waits at top speed, nor without a time', async () => {
    expect(await dueTimes(Number.POSITIVE_INFINITY, [0, 100])).to.deep.equal([0, 0]);
    expect(await dueTimes(1, [undefined, undefined])).to.deep.equal([0, 0]);
  });

  it('begins anew when time falls', async () => {
    expect(await dueTimes(1, [5, 6, 0.5, 1])).to.deep.equal([0, 1000, 1000, 1500]);
  });

  it('waits longer than the longest timer', async () => {
    expect(await dueTimes(1, [0, 3_000_000])).to.deep.equal([0, 3_000_000_000]);
  });
});
