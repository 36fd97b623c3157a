import { expect } from 'chai';
import { hashTagOf } from '../../lib/redis-client/hash-tag.ts';

// https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags
const TAGS: readonly [key: string, tag: string][] = [
  ['logs', 'logs'],
  ['{user1000}.following', 'user1000'],
  ['foo{}{bar}', 'foo{}{bar}'],
  ['foo{{bar}}zap', '{bar'],
  ['foo{bar}{zap}', 'bar'],
  ['foo{bar', 'foo{bar'],
];

describe('hash tag', () => {
  for (const [key, tag] of TAGS) {
    it(`of ${key}`, () => expect(hashTagOf(key)).to.equal(tag));
  }
});
