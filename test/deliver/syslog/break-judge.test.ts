import { expect } from 'chai';
import { assert, integer, property } from 'fast-check';
import { BreakJudge } from '../../../lib/deliver/syslog/break-judge.ts';

describe('judge of breaks', () => {
  it('condemns a message after which the connection broke three times in a row', () => {
    const judge = new BreakJudge();
    const alone = { unsettled: 1, isOfMessage: true };
    expect([1, 2, 3].map(() => judge.broke(alone))).to.deep.equal([false, false, true]);
    expect(judge.broke(alone)).to.equal(false);
  });

  it('forgets breaks after one with another cause, and ignores connections that carried nothing', () => {
    const judge = new BreakJudge();
    const alone = { unsettled: 1, isOfMessage: true };
    judge.broke(alone);
    judge.broke(alone);
    expect(judge.broke({ unsettled: 0, isOfMessage: true })).to.equal(false);
    expect(judge.broke({ unsettled: 5, isOfMessage: false })).to.equal(false);
    expect([judge.broke(alone), judge.broke(alone), judge.limit]).to.deep.equal([false, false, 1]);
  });

  it('finds the one message that breaks connections, and no other', () => {
    assert(
      property(integer({ min: 1, max: 1000 }), integer({ min: 0, max: 999 }), (count, at) => {
        const culprit = at % count;
        const judge = new BreakJudge();
        let first = 0;
        for (let connections = 0; connections < 40; connections++) {
          const carried = Math.min(judge.limit, count - first);
          if (first + carried <= culprit) {
            judge.confirmed(carried);
            first += carried;
          } else if (judge.broke({ unsettled: carried, isOfMessage: true })) {
            expect(first).to.equal(culprit);
            return;
          }
        }
        throw new Error('never found');
      }),
    );
  });
});
