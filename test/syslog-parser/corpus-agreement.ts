import { differingFields, FIELDS, parseCase, readCorpus, type CorpusCase } from './corpus-case.ts';
import { listedDifferences } from './differences.ts';

/** How far the parser agrees with the tests of other parsers. */
export interface CorpusAgreement {
  /** Each `CASE FIELD` in which the parser differs from its suite. */
  readonly differing: readonly string[];
  /** Fields that the suites assert. */
  readonly asserted: number;
  /** Of the differing ones, those that a suite nearer to the RFC contradicts. */
  readonly contradicted: number;
  /** 0 to 1, without the contradicted fields. */
  readonly share: number;
}

export function corpusAgreement(corpus: readonly CorpusCase[]): CorpusAgreement {
  const differing = corpus.flatMap((each) =>
    differingFields(each, parseCase(each)).map((field) => `${each.id} ${field}`),
  );
  const listed = listedDifferences();
  const contradicted = differing.filter((key) => listed.get(key)?.nearer !== undefined).length;
  const asserted = corpus.flatMap((one) => FIELDS.filter((field) => field in one.expect)).length;
  const share = 1 - (differing.length - contradicted) / (asserted - contradicted);
  return { differing, asserted, contradicted, share };
}

/** The line about the corpus at the end of `npm test`. */
export function corpusSummary(): string {
  const corpus = readCorpus();
  if (corpus === undefined) {
    return 'syslog corpus: not in this repository; agreement with the tests of other parsers was not measured';
  }
  const { differing, asserted, contradicted, share } = corpusAgreement(corpus);
  return (
    `syslog corpus: ${percent(share)} of ${asserted - contradicted} fields agree, ${differing.length - contradicted} do not; ` +
    `with the ${contradicted} contradicted by a suite nearer to the RFC ${percent(1 - differing.length / asserted)}`
  );
}

function percent(part: number): string {
  return `${(part * 100).toFixed(2)}%`;
}
