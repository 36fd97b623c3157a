import { expect } from 'chai';
import { freeMemory } from '../../lib/system/free-memory.ts';

const SIZE = 1024 * 1024;
const COUNT = 1000;

describe('freeMemory', () => {
  it('frees at once what the garbage collector would free later', () => {
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    for (let i = 0; i < COUNT; i++) {
      const bytes = Buffer.allocUnsafeSlow(SIZE);
      freeMemory(bytes);
      expect(bytes).to.have.length(0);
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    expect(most).to.be.below(2 * SIZE);
  });

  it('leaves a part of a larger memory, and shared memory', () => {
    const whole = Buffer.alloc(SIZE, 'a');
    const shared = new Uint8Array(new SharedArrayBuffer(SIZE));
    freeMemory(whole.subarray(1));
    freeMemory(shared);
    expect(whole.toString('latin1', 0, 2)).to.equal('aa');
    expect(shared).to.have.length(SIZE);
  });
});
