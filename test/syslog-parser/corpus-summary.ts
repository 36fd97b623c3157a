/** What the last line of `npm test` says about the corpus; `corpus.test.ts` fills it in where the corpus is present. */
export const corpusSummary = {
  text: 'syslog corpus: not in this repository; agreement with the tests of other parsers was not measured',
};
