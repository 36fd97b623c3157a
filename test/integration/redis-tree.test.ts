import { expectSameTree } from './redis-tree.ts';

/** All of each recording: test/faults/redis-tree.faults.ts. */
const DATAGRAMS = 12;

describe('a relay at the edge, Redis, and a writer', () => {
  it('give the file tree that one relay gives, byte for byte', async function () {
    this.timeout(60_000);
    await expectSameTree(DATAGRAMS);
  });
});
