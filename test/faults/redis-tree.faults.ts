import { expectSameTree } from '../integration/redis-tree.ts';
import { readCorpus } from '../syslog-parser/corpus-case.ts';

/** All of a message but what a writer does not have (docs/redis.md). */
const TEMPLATE =
  '$FACILITY $SEVERITY $ISODATE $S_ISODATE $HOST $PROGRAM[$PID] $MSGID ${.SDATA.meta.sequenceId} ${.SDATA.timeQuality.isSynced} $MSG\\n';

describe('a relay at the edge, Redis, and a writer', () => {
  it('give the file tree that one relay gives, byte for byte, for all recordings', () =>
    expectSameTree(Number.POSITIVE_INFINITY));

  const corpus = readCorpus();
  if (corpus === undefined) it.skip('and for the syslog corpus, which is not in this repository');
  else {
    it('and for the syslog corpus, but for what a writer does not have', () =>
      expectSameTree(
        0,
        corpus.map(({ payload, payloadB64 }) =>
          payloadB64 === undefined ? payload : Buffer.from(payloadB64, 'base64'),
        ),
        TEMPLATE,
      ));
  }
});
