import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { CrashJson } from './crash-feed.ts';
import { CRASH_CASES } from './crash-logs.ts';
import { FORMS, figureRows, figuresOf, firstCrashes, isEven } from './public-figures.ts';

const PAGE = readFileSync(new URL('../../docs/crash.md', import.meta.url), 'utf8');
/** Logs of the public database that these are chosen from; a checkout may have more or fewer. */
const ALL_LOGS = 303;

/** A line of a table without what the formatter adds to make its columns even. */
function withoutPadding(line: string): string {
  return line.replaceAll(/ +/g, ' ');
}

describe('public crash logs', function () {
  this.timeout(60_000);

  before(() => {
    if (CRASH_CASES.length === ALL_LOGS) return;
    process.stdout.write(`crash logs here: ${CRASH_CASES.length} of ${ALL_LOGS}\n`);
  });

  for (const form of FORMS) {
    describe(form, () => {
      let first: ReadonlyMap<string, CrashJson> = new Map();
      before(() => {
        first = firstCrashes(form);
      });

      it('are found, named and told apart from other text as often as required', () => {
        const all = figuresOf(first, () => true);
        expect(all.found / all.clean).to.be.at.least(0.995);
        expect(all.kinds / all.clean).to.be.at.least(0.98);
        expect(all.titles / all.clean).to.be.at.least(0.9);
        expect(all.corruptedKinds / all.corrupted).to.be.at.least(0.93);
        expect(all.false).to.be.at.most(1);
      });

      it('are found and named as often as required where the rules have not seen them', () => {
        const odd = figuresOf(first, (each) => !isEven(each));
        expect(odd.found / odd.clean).to.be.at.least(0.995);
        expect(odd.kinds / odd.clean).to.be.at.least(0.98);
        expect(odd.titles / odd.clean).to.be.at.least(0.9);
        expect(odd.false).to.equal(0);
      });
    });
  }

  for (const form of FORMS) {
    it(`have the figures of docs/crash.md, ${form}`, () => {
      const lines = new Set(PAGE.split('\n').map((line) => withoutPadding(line)));
      expect(figureRows(form).filter((row) => !lines.has(row))).to.deep.equal([]);
    });
  }
});
