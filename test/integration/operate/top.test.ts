import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { hasTmux, OPERATIONS_PAGE, realOperationsPage, withTop } from './operations-page.ts';

describe('top in a terminal, with 10,000 hosts', () => {
  before(function () {
    if (!hasTmux()) this.skip();
  });

  it('has the screen that docs/operations.md shows; otherwise run npm run docs', async () => {
    expect(await realOperationsPage()).to.equal(readFileSync(OPERATIONS_PAGE, 'utf8'));
  });

  it('sorts, pauses, follows the size of its window, and quits', async () => {
    await withTop(async (top) => {
      const first = await top.shows('10000 hosts, by rate');
      expect(first).to.match(/^host\d+\S* .* 400 /m);
      top.press('l');
      expect(await top.shows('by losses')).to.match(/^host09950\S* .* 9950 /m);
      top.press('t');
      expect(await top.shows('by state')).to.match(/^host00007\S* +crashed /m);
      top.press('p');
      await top.shows('by state, paused');
      top.press('p');
      top.resize(50, 12);
      const small = await top.shows('r rate  d datagrams  s seen  l lost  h host');
      const lines = small.trimEnd().split('\n');
      expect(lines).to.have.length(12);
      expect(lines.every((line) => line.length <= 50)).to.equal(true);
      top.press('q');
      expect(await top.shows('code=')).to.include('code=0');
    });
  });
});
