import { expect } from 'chai';
import { assert, integer, property, string } from 'fast-check';
import { RFC5424 } from '../../lib/event/format.ts';
import { compileTemplate } from '../../lib/template/compile-template.ts';
import { sampleView } from '../event/sample-view.ts';
import { rendered } from './rendering.ts';

const view = sampleView(RFC5424, 'hello world');

describe('template functions', () => {
  // those up to sanitize as syslog-ng 3.38 wrote them
  const cases: [template: string, expected: string][] = [
    ['$(length abc $MSG)', '3 11'],
    ['$(substr $MSG 1 3)', 'ell'],
    ['$(substr $MSG -3)', 'rld'],
    ['$(substr $MSG -4 2)', 'or'],
    ['$(substr $MSG 1 -1)', 'ello worl'],
    ['$(substr $MSG 40)', ''],
    ['$(lowercase AB $MSG)', 'ab hello world'],
    ['$(sanitize "a/b c" $MSG)', 'a_b c/hello world'],
    ['$(echo a  b \'c  d\' "$HOST x")', 'a b c  d web1 x'],
    ['$(uppercase $MSG)', 'HELLO WORLD'],
    ['$(echo $(uppercase $(substr "a)b" 0 2)) "(")', 'A) ('],
    ['$(echo)', ''],
  ];
  for (const [template, expected] of cases) {
    it(template, () => {
      expect(rendered(template, view)).to.equal(expected);
    });
  }

  it('replaces control bytes for sanitize', () => {
    expect(rendered('$(sanitize $MSG)', sampleView(RFC5424, 'a\n/\u007f'))).to.equal('a__\\x7f');
  });

  it('leaves the event as it is', () => {
    const own = sampleView(RFC5424, 'Ab/');
    rendered('$(lowercase $MSG)$(uppercase $MSG)$(sanitize $MSG)', own);
    expect(rendered('$MSG', own)).to.equal('Ab/');
  });

  const wrongHashes =
    '$(hash)|$(hash 0 x)|$(hash 4)|$(hash 4 a b)|$(hash $HOST x)|$(hash 1.5 x)|$(hash -1 x)';
  const others = '$(substr)|$(substr x)|$(substr x a)|$(substr x 1 2 3)|$(sanitize -i x)|$()';
  for (const wrong of `${wrongHashes}|${others}`.split('|')) {
    it(`refuses ${wrong}`, () => {
      expect(compileTemplate(wrong)).to.have.length(1);
    });
  }

  it('hashes to the same numbers for ever', () => {
    const numbers = ['', 'a', 'web1', 'web2', 'web3'].map((text) =>
      rendered('$(hash 1000 $MSG)', sampleView(RFC5424, text)),
    );
    expect(numbers).to.deep.equal(['923', '715', '314', '722', '755']);
  });

  it('hashes to 0 … N − 1', () => {
    assert(
      property(string(), integer({ min: 1, max: 2 ** 31 }), (text, buckets) => {
        const number = Number(
          rendered(`$(hash ${String(buckets)} $MSG)`, sampleView(RFC5424, text)),
        );
        expect(number).to.be.within(0, buckets - 1);
      }),
    );
  });

  it('spreads names evenly', () => {
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 4000; i++) {
      const own = sampleView(RFC5424, `web${String(i)}`);
      (counts[Number(rendered('$(hash 4 $MSG)', own))] as number)++;
    }
    for (const count of counts) expect(count).to.be.within(900, 1100);
  });
});
