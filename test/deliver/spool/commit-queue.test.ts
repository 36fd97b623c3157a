import { expect } from 'chai';
import { CommitQueue, type Account, type Change } from '../../../lib/deliver/spool/commit-queue.ts';

/** A target whose writes are answered by the test. */
class Manual {
  readonly writes: { readonly keys: string[]; readonly answer: (error?: Error) => void }[] = [];
  readonly recoveries: (() => void)[] = [];
  readonly queue = new CommitQueue({
    write: (changes) =>
      new Promise((resolve, reject) => {
        const answer = (error?: Error): void => (error === undefined ? resolve() : reject(error));
        this.writes.push({ keys: changes.map(({ key }) => key), answer });
      }),
    recover: () => new Promise((resolve) => this.recoveries.push(resolve)),
  });

  add(key: string, owner: Account, bytes = 1, isApart?: true): Promise<boolean> {
    const value = Buffer.alloc(bytes);
    const change: Change = { key, value, events: 1, owner, ...(isApart && { isApart }) };
    return this.queue.add(change);
  }

  get keys(): string[][] {
    return this.writes.map(({ keys }) => keys);
  }

  async answer(error?: Error): Promise<void> {
    this.writes.at(-1)?.answer(error);
    await turn();
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const A: Account = { name: 'a', events: 0 };
const B: Account = { name: 'b', events: 0 };
const MIB = 1024 * 1024;

describe('queue of changes', () => {
  it('writes together what came while the last group was written', async () => {
    const manual = new Manual();
    const first = [manual.add('1', A), manual.add('2', B)];
    await turn();
    const second = [manual.add('3', A), manual.add('4', A)];
    expect(manual.keys).to.deep.equal([['1', '2']]);
    expect(manual.queue.bytes).to.equal(4);
    await manual.answer();
    expect(await Promise.all(first)).to.deep.equal([true, true]);
    expect(manual.keys).to.deep.equal([
      ['1', '2'],
      ['3', '4'],
    ]);
    await manual.answer();
    expect(await Promise.all(second)).to.deep.equal([true, true]);
    expect(manual.queue.bytes).to.equal(0);
  });

  it('has 16 MiB in a group at most, unless one change has more', async () => {
    const manual = new Manual();
    void manual.add('1', A, 20 * MIB);
    for (const key of ['2', '3', '4']) void manual.add(key, A, 7 * MIB);
    await turn();
    for (let i = 0; i < 3; i++) await manual.answer();
    expect(manual.keys).to.deep.equal([['1'], ['2', '3'], ['4']]);
  });

  it('writes changes that are apart without others', async () => {
    const manual = new Manual();
    for (const key of ['1', '2']) void manual.add(key, A);
    for (const key of ['3', '4']) void manual.add(key, A, 0, true);
    void manual.add('5', A);
    await turn();
    for (let i = 0; i < 3; i++) await manual.answer();
    expect(manual.keys).to.deep.equal([['1', '2'], ['3', '4'], ['5']]);
  });

  it('writes a refused group again, with what came meanwhile', async () => {
    const manual = new Manual();
    const first = manual.add('1', A);
    await turn();
    await manual.answer(new Error('No space left'));
    const second = manual.add('2', B);
    await turn();
    expect(manual.keys).to.deep.equal([['1']]);
    manual.recoveries[0]?.();
    await turn();
    expect(manual.keys).to.deep.equal([['1'], ['1', '2']]);
    await manual.answer();
    expect(await Promise.all([first, second])).to.deep.equal([true, true]);
  });

  it('settles one owner: waits for the disk, cancels while it refuses', async () => {
    const manual = new Manual();
    const ofA = manual.add('1', A);
    const ofB = manual.add('2', B);
    await turn();
    const settled = manual.queue.settle(A);
    await manual.answer(new Error('No space left'));
    await settled;
    expect(await ofA).to.equal(false);
    manual.recoveries[0]?.();
    await turn();
    expect(manual.keys).to.deep.equal([['1', '2'], ['2']]);
    await manual.answer();
    expect(await ofB).to.equal(true);
    await manual.queue.settle(B);
  });

  it('writes what waits when it is closed, and nothing afterwards', async () => {
    const manual = new Manual();
    const added = manual.add('1', A);
    const closed = manual.queue.close();
    await turn();
    await manual.answer();
    await closed;
    expect(await added).to.equal(true);
    expect(await manual.add('2', A)).to.equal(false);
    expect(manual.keys).to.deep.equal([['1']]);
  });
});
