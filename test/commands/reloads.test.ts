import { expect } from 'chai';
import { Reloads } from '../../lib/commands/reloads.ts';

describe('Reloads', () => {
  it('runs one at a time, and one more for all requests that came meanwhile', async () => {
    const ends: (() => void)[] = [];
    const reloads = new Reloads(() => new Promise<void>((resolve) => ends.push(resolve)));
    for (let i = 0; i < 702; i++) reloads.request();
    expect(ends).to.have.length(1);
    ends[0]?.();
    await turn();
    expect(ends).to.have.length(2);
    ends[1]?.();
    await turn();
    expect(ends).to.have.length(2);
    reloads.request();
    expect(ends).to.have.length(3);
  });

  it('aborts the one that runs and begins no other once stopped', async () => {
    const signals: AbortSignal[] = [];
    const reloads = new Reloads(async (signal) => {
      signals.push(signal);
      await new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => resolve());
      });
    });
    reloads.request();
    reloads.request();
    reloads.stop();
    await turn();
    reloads.request();
    await turn();
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([true]);
  });
});

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
