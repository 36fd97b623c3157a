import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { corpusAgreement } from './corpus-agreement.ts';
import { parseCase, readCorpus } from './corpus-case.ts';
import { withDifferenceTable } from './difference-table.ts';
import { listedDifferences } from './differences.ts';

const PAGE = new URL('../../docs/syslog-parser.md', import.meta.url);
/** The suites disagree with each other, so that all of it cannot be reached. */
const LEAST_SHARE = 0.976;

describe('the syslog corpus', () => {
  const corpus = readCorpus();
  if (corpus === undefined) {
    it.skip('../shared/vectors/syslog-corpus.jsonl is absent');
    return;
  }
  const results = corpus.map((corpusCase) => ({ corpusCase, message: parseCase(corpusCase) }));
  const agreement = corpusAgreement(corpus);

  it('differs exactly where a reason is listed', () => {
    expect(agreement.differing.toSorted()).to.deep.equal(
      [...listedDifferences().keys()].toSorted(),
    );
  });

  it('agrees in 97.6% of the assertions, strict suites in strict mode', () => {
    expect(agreement.share).to.be.at.least(LEAST_SHARE);
  });

  it('finds violations in every message that a suite rejects, and in none that a strict one accepts', () => {
    const wrong = results.filter(({ corpusCase, message }) => {
      const { valid } = corpusCase.expect;
      if (valid === undefined) return false;
      return (message.violations?.length === 0) !== valid;
    });
    expect(wrong.map(({ corpusCase }) => corpusCase.id)).to.deep.equal([]);
  });
});

it('docs/syslog-parser.md holds the table of differences', () => {
  const page = readFileSync(PAGE, 'utf8');
  expect(page, 'run test/syslog-parser/write-difference-table.ts').to.equal(
    withDifferenceTable(page),
  );
});
