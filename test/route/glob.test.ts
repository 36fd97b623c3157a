import { expect } from 'chai';
import { array, assert, constantFrom, property } from 'fast-check';
import { Glob, globFault } from '../../lib/route/glob.ts';

function matches(pattern: string, text: string): boolean {
  const bytes = Buffer.from(`xx${text}yy`);
  return new Glob(pattern).matches(bytes, 2, bytes.length - 2);
}

describe('Glob', () => {
  const cases: [pattern: string, text: string, expected: boolean][] = [
    ['web1', 'web1', true],
    ['web1', 'web', false],
    ['web1', 'web12', false],
    ['web*', 'web', true],
    ['*.example.net', 'a.b.example.net', true],
    ['w?b', 'wéb', true],
    ['w?b', 'wb', false],
    ['a\\*', 'a*', true],
    ['a\\*', 'ab', false],
    ['**', '', true],
    ['*a*b', 'xaxbxb', true],
  ];
  for (const [pattern, text, expected] of cases) {
    it(`${pattern} and "${text}": ${expected}`, () => {
      expect(matches(pattern, text)).to.equal(expected);
    });
  }

  it('agrees with a regular expression', () => {
    const part = constantFrom('*', '?', 'a', 'b', 'é', '\\*');
    const letter = constantFrom('a', 'b', 'é', '*');
    const special = new Map([
      ['*', '[^]*'],
      ['?', '[^]'],
    ]);
    assert(
      property(array(part, { minLength: 1 }), array(letter), (parts, letters) => {
        const source = parts.map((each) => special.get(each) ?? each).join('');
        const expected = new RegExp(`^${source}$`, 'u').test(letters.join(''));
        expect(matches(parts.join(''), letters.join(''))).to.equal(expected);
      }),
    );
  });

  it('names what is no glob, and where', () => {
    expect(globFault('web*')).to.equal(undefined);
    expect(globFault('\\[x')).to.equal(undefined);
    expect(globFault('')?.what).to.equal('the glob is empty');
    expect(globFault('web[12]')).to.include({ offset: 3 });
    expect(globFault('web\\')).to.include({ offset: 3 });
  });
});
