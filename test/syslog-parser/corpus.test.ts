import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { corpusSummary } from './corpus-summary.ts';
import { differingFields, FIELDS, parseCase, readCorpus } from './corpus-case.ts';
import { withDifferenceTable } from './difference-table.ts';
import { listedDifferences } from './differences.ts';

const PAGE = new URL('../../docs/syslog-parser.md', import.meta.url);
const LEAST_SHARE = 0.97;

describe('the syslog corpus', () => {
  const corpus = readCorpus();
  if (corpus === undefined) {
    it.skip('../shared/vectors/syslog-corpus.jsonl is absent');
    return;
  }
  const listed = listedDifferences();
  const results = corpus.map((corpusCase) => ({ corpusCase, message: parseCase(corpusCase) }));
  const differing = results.flatMap(({ corpusCase, message }) =>
    differingFields(corpusCase, message).map((field) => `${corpusCase.id} ${field}`),
  );

  it('differs exactly where a reason is listed', () => {
    expect(differing.toSorted()).to.deep.equal([...listed.keys()].toSorted());
  });

  it('agrees in 97% of the assertions, strict suites in strict mode', () => {
    const asserted = corpus.flatMap((one) => FIELDS.filter((field) => field in one.expect)).length;
    const contradicted = differing.filter((key) => listed.get(key)?.nearer !== undefined).length;
    const against = differing.length - contradicted;
    const share = 1 - against / (asserted - contradicted);
    console.log(
      `      ${percent(share)} of ${asserted - contradicted} fields agree, ${against} do not; with the ` +
        `${contradicted} contradicted by a suite nearer to the RFC ${percent(1 - differing.length / asserted)}`,
    );
    corpusSummary.text = `syslog corpus: ${percent(share)} of ${asserted - contradicted} fields agree`;
    expect(share).to.be.at.least(LEAST_SHARE);
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

function percent(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}
