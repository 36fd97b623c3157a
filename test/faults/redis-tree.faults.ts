import { expectSameTree } from '../integration/redis-tree.ts';

describe('a relay at the edge, Redis, and a writer', () => {
  it('give the file tree that one relay gives, byte for byte, for all recordings', () =>
    expectSameTree(Number.POSITIVE_INFINITY));
});
