import { expect } from 'chai';
import { FirstBytes } from '../../lib/crash/first-bytes.ts';
import { createRandom } from './random.ts';

const A = 'A'.charCodeAt(0);
const LETTERS = 26;

function wordOf(key: string): number {
  return Buffer.from(key, 'latin1').readInt32LE();
}

describe('FirstBytes', () => {
  const random = createRandom(1);
  const letter = (): string => String.fromCharCode(A + Math.floor(random() * LETTERS));
  const keys = new Set(
    Array.from({ length: 500 }, () => letter() + letter() + letter() + letter()),
  );
  const first = new FirstBytes(keys, '{');

  it('knows every key', () =>
    expect([...keys].filter((key) => !first.has(wordOf(key)))).to.deep.equal([]));

  it('knows no other word, but those with the opener', () => {
    for (let i = 0; i < 20_000; i++) {
      const word = (random() * 2 ** 32) | 0;
      if (word === 0) continue;
      const key = Buffer.from([word, word >> 8, word >> 16, word >> 24]).toString('latin1');
      expect(first.has(word), key).to.equal(keys.has(key) || key.startsWith('{'));
    }
  });
});
