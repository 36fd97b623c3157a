import { expect } from 'chai';
import { CrashFeed, type CrashJson } from './crash-feed.ts';
import { CRASH_CASES, basic, extended, kindOf, readLog, senderOf } from './crash-logs.ts';

const CASES = CRASH_CASES.filter(({ inScope }) => inScope);
const CRASHES = CASES.filter(({ titles }) => titles.length > 0);
const CLEAN = CRASHES.filter(({ corrupted }) => !corrupted);
const CORRUPTED = CRASHES.filter(({ corrupted }) => corrupted);
const NEGATIVES = CASES.filter(({ titles }) => titles.length === 0);

for (const form of ['basic', 'extended'] as const) {
  describe(`public crash logs, ${form}`, function () {
    this.timeout(60_000);
    const first = new Map<string, CrashJson>();
    const titleOf = (name: string): string => first.get(name)?.title ?? '';

    before(() => {
      const feed = new CrashFeed();
      const names = new Map(CASES.map((each) => [senderOf(each).address, each.name]));
      for (const each of CASES) {
        for (const [index, line] of readLog(each.name).entries()) {
          feed.send(form === 'basic' ? basic(line) : extended(line, index + 1), senderOf(each));
        }
        feed.pass(30);
      }
      feed.finish();
      for (const { signal, source, kernel } of feed.signals) {
        const name = names.get(source.address);
        if (signal === 'crash' && name !== undefined && !first.has(name)) {
          first.set(name, kernel.crash);
        }
      }
    });

    it('are as many as their README says', () =>
      expect([CLEAN.length, CORRUPTED.length, NEGATIVES.length]).to.deep.equal([217, 47, 13]));

    it('are all found', () =>
      expect(CLEAN.filter(({ name }) => !first.has(name))).to.deep.equal([]));

    it('have the kind of the database in 216 of 217', () => {
      const right = CLEAN.filter(({ name, titles: [best = ''] }) => {
        return kindOf(titleOf(name)) === kindOf(best);
      });
      expect(right.length).to.equal(216);
    });

    it('have a title of the database in 208 of 217', () =>
      expect(CLEAN.filter(({ name, titles }) => titles.includes(titleOf(name))).length).to.equal(
        208,
      ));

    it('have the kind of the database in 45 of 47 when lines are missing', () => {
      const right = CORRUPTED.filter(({ name, titles: [best = ''] }) => {
        return kindOf(titleOf(name)) === kindOf(best);
      });
      expect(right.length).to.equal(45);
    });

    it('are none where there is no crash', () =>
      expect(NEGATIVES.filter(({ name }) => first.has(name))).to.deep.equal([]));
  });
}
