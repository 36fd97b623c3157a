import { expect } from 'chai';
import { BufferPool } from '../../lib/deliver/buffer-pool.ts';

function memoryOf(size: number): Uint8Array<SharedArrayBuffer> {
  return new Uint8Array(new SharedArrayBuffer(64 + size), 64);
}

describe('pool of batch buffers', () => {
  it('cuts buffers from its memory until that is used up, and makes new ones then', () => {
    const memory = memoryOf(250);
    const pool = new BufferPool(memory, 100);
    const taken = [pool.take(), pool.take(), pool.take()];
    const places = taken.map(({ buffer, byteOffset }) =>
      buffer === memory.buffer ? byteOffset : 'own',
    );
    expect(places).to.deep.equal([64, 164, 'own']);
    expect(taken.map(({ length }) => length)).to.deep.equal([100, 100, 100]);
  });

  it('gives the buffer that came back last, also under the name another thread has for it', () => {
    const pool = new BufferPool(memoryOf(200), 100);
    const [first, second] = [pool.take(), pool.take()];
    const renamed = structuredClone(first);
    pool.give(second);
    pool.give(renamed);
    expect(pool.take() === renamed).to.equal(true);
    expect(pool.take() === second).to.equal(true);
  });

  it('leaves buffers of another size, and those it has no room for, to the collector', () => {
    const pool = new BufferPool(undefined, 100, 1);
    const [kept, further] = [pool.take(), pool.take()];
    pool.give(new Uint8Array(new SharedArrayBuffer(99)));
    pool.give(kept);
    pool.give(further);
    expect(pool.take() === kept).to.equal(true);
    expect(pool.take() === further).to.equal(false);
  });

  it('keeps all of its memory, whatever may wait', () => {
    const memory = memoryOf(300);
    const pool = new BufferPool(memory, 100, 1);
    const taken = [pool.take(), pool.take(), pool.take()];
    for (const bytes of taken) pool.give(bytes);
    const again = [pool.take(), pool.take(), pool.take()];
    expect(again.every(({ buffer }) => buffer === memory.buffer)).to.equal(true);
  });
});
