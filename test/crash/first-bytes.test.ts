import { expect } from 'chai';
import { FirstBytes, kindsByKey } from '../../lib/crash/first-bytes.ts';
import { createRandom } from './random.ts';

const A = 'A'.charCodeAt(0);
const LETTERS = 26;
const OPENER_KIND = 4;

function wordOf(key: string): number {
  return Buffer.from(key, 'latin1').readInt32LE();
}

describe('FirstBytes', () => {
  const random = createRandom(1);
  const letter = (): string => String.fromCharCode(A + Math.floor(random() * LETTERS));
  const someKeys = (): string[] =>
    Array.from({ length: 300 }, () => letter() + letter() + letter() + letter());
  const [some, others] = [someKeys(), [...someKeys(), 'BOTH']];
  const keys = kindsByKey([
    [1, [...some, 'BOTH']],
    [2, others],
  ]);
  const first = new FirstBytes({ keys, opener: ['{', OPENER_KIND] });

  it('knows the kinds of every key', () => {
    const wrong = [...keys].filter(([key, kinds]) => first.kindsOf(wordOf(key)) !== kinds);
    expect(wrong).to.deep.equal([]);
    expect(first.kindsOf(wordOf('BOTH'))).to.equal(1 | 2);
    expect(first.kindsOf(wordOf(some[0] ?? ''))).to.equal(1);
  });

  it('knows no other word, but those with the opener', () => {
    for (let i = 0; i < 20_000; i++) {
      const word = (random() * 2 ** 32) | 0;
      if (word === 0) continue;
      const key = Buffer.from([word, word >> 8, word >> 16, word >> 24]).toString('latin1');
      const kinds = keys.get(key) ?? (key.startsWith('{') ? OPENER_KIND : 0);
      expect(first.kindsOf(word), key).to.equal(kinds);
    }
  });
});
