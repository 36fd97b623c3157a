import { expect } from 'chai';
import { assert, pre, property, string } from 'fast-check';
import { EscapeKeys } from '../../../lib/setup/console/escape-keys.ts';

function type(...chunks: readonly string[]): { sent: string; isQuit: boolean } {
  const keys = new EscapeKeys();
  const results = chunks.map((chunk) => keys.push(Buffer.from(chunk)));
  return {
    sent: Buffer.concat(results.map(({ sent }) => sent)).toString(),
    isQuit: results.some(({ isQuit }) => isQuit),
  };
}

describe('EscapeKeys', () => {
  const cases = [
    ['help\r', 'help\r', false],
    ['~.', '', true],
    ['help\r~.', 'help\r', true],
    ['help\n~.', 'help\n', true],
    ['a~.', 'a~.', false],
    ['~~.', '~.', false],
    ['\r~x', '\r~x', false],
    ['\r~\r~.', '\r~\r', true],
    ['.~.', '.~.', false],
    ['\u0003', '\u0003', false],
  ] as const;

  for (const [typed, sent, isQuit] of cases) {
    it(`reads ${JSON.stringify(typed)}`, () => {
      expect(type(typed)).to.deep.equal({ sent, isQuit });
      expect(type(...typed.split(''))).to.deep.equal({ sent, isQuit });
    });
  }

  it('sends nothing of what is typed after the end', () => {
    expect(type('help\n~.rest')).to.deep.equal({ sent: 'help\n', isQuit: true });
  });

  it('sends every key of those that ask for nothing', () => {
    assert(
      property(string({ unit: 'binary-ascii' }), (typed) => {
        pre(!typed.includes('~'));
        expect(type(typed)).to.deep.equal({ sent: typed, isQuit: false });
      }),
    );
  });
});
