import { expect } from 'chai';
import { LifeSigns, type Asked } from '../../lib/shard/life-signs.ts';

/** Answers while it `works`. */
class Thread implements Asked {
  works = true;
  ask(): Promise<true | undefined> {
    return this.works ? Promise.resolve(true) : new Promise(() => undefined);
  }
}

async function asked(life: LifeSigns, threads: Thread[], times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    life.ask(threads);
    await Promise.resolve();
    await Promise.resolve();
  }
}

describe('LifeSigns', () => {
  it('are alive while every thread answers, and before the first question', async () => {
    const life = new LifeSigns();
    expect(life.areAlive).to.equal(true);
    await asked(life, [new Thread(), new Thread()], 10);
    expect(life.areAlive).to.equal(true);
  });

  it('are not when one thread leaves three questions unanswered and a fourth is asked', async () => {
    const life = new LifeSigns();
    const threads = [new Thread(), new Thread()];
    await asked(life, threads, 2);
    (threads[1] as Thread).works = false;
    await asked(life, threads, 3);
    expect(life.areAlive).to.equal(true);
    await asked(life, threads, 1);
    expect(life.areAlive).to.equal(false);
    (threads[1] as Thread).works = true;
    await asked(life, threads, 1);
    expect(life.areAlive).to.equal(true);
  });

  it('forget threads that are there no more', async () => {
    const life = new LifeSigns();
    const [stuck, other] = [new Thread(), new Thread()];
    stuck.works = false;
    await asked(life, [stuck], 5);
    expect(life.areAlive).to.equal(false);
    await asked(life, [other], 1);
    expect(life.areAlive).to.equal(true);
  });
});
