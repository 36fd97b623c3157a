import { expect } from 'chai';
import { array, assert, constantFrom, property, uniqueArray } from 'fast-check';
import {
  parseSyslog,
  walkStructuredData,
  type StructuredDataVisitor,
} from '../../lib/syslog-parser/parse-syslog.ts';

/** Structured data and problems of a message with `text` in the place of both it and MSG. */
function parse(text: string): object {
  const { structuredData, message, problems } = parseSyslog(`<13>1 - h a p m ${text}`);
  return JSON.parse(JSON.stringify({ structuredData, message, problems })) as object;
}

describe('structured data', () => {
  for (const [text, structuredData] of [
    ['[a]', { a: {} }],
    ['[a][b]', { a: {}, b: {} }],
    ['[a x="1" y="2"]', { a: { x: '1', y: '2' } }],
    ['[o ip="1" ip="2" ip="3" x=""]', { o: { ip: ['1', '2', '3'], x: '' } }],
    ['[a x="\\"\\\\\\]"]', { a: { x: '"\\]' } }],
    ['[a x="\\n\\\\n"]', { a: { x: '\\n\\n' } }],
    ['[a x="]"]', { a: { x: ']' } }],
    ['[a x=1 y=b.c]', { a: { x: '1', y: 'b.c' } }],
    ['[a x= "1"  y="2" ]', { a: { x: '1', y: '2' } }],
    ['[a x="ä"]', { a: { x: 'ä' } }],
  ] as const) {
    it(text, () => {
      expect(parse(`${text} t`)).to.deep.equal({ structuredData, message: 't', problems: [] });
    });
  }

  for (const text of [
    '[',
    '[]',
    '[ a]',
    '[=]',
    '[a x]',
    '[a x=]',
    '[a x="1]',
    '[a x="1\\"]',
    '[a"b]',
    '[a x="1"y="2"]',
    '[a][',
  ]) {
    it(`${text} stays text`, () => {
      expect(parse(`${text} t`)).to.deep.equal({
        message: `${text} t`,
        problems: ['bad-structured-data'],
      });
    });
  }

  it('joins elements of one id and reports them', () => {
    expect(parse('[a x="1"][b][a x="2"] t')).to.deep.equal({
      structuredData: { a: { x: ['1', '2'] }, b: {} },
      message: 't',
      problems: ['bad-structured-data'],
    });
  });

  it('keeps names apart that differ by a byte, whatever names were met before', () => {
    const letters = constantFrom('a', 'b', 'ä');
    const name = array(letters, { minLength: 1, maxLength: 34 }).map((some) => some.join(''));
    assert(
      property(uniqueArray(name, { minLength: 1, maxLength: 20 }), (names) => {
        const elements = names.map((id) => `[${id} ${id}="1" n="2"]`);
        const wanted = names.map((id) => [id, { [id]: '1', n: '2' }]);
        expect(parse(`${elements.join('')} t`)).to.deep.equal({
          structuredData: Object.fromEntries(wanted) as object,
          message: 't',
          problems: [],
        });
      }),
    );
  });

  it('lists all values of a name that comes again, whatever names come between', () => {
    const name = array(constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 34 });
    assert(
      property(array(name, { minLength: 1, maxLength: 60 }), (some) => {
        const wanted: Record<string, string | string[]> = {};
        let text = '[x';
        for (const [value, letters] of [...some, ...some.slice(0, 3)].entries()) {
          const key = letters.join('');
          text += ` ${key}="${value}"`;
          const known = wanted[key];
          wanted[key] = known === undefined ? `${value}` : [known, `${value}`].flat();
        }
        expect(parse(`${text}] t`)).to.deep.equal({
          structuredData: { x: wanted },
          message: 't',
          problems: [],
        });
      }),
    );
  });

  it('takes __proto__ and constructor as names like any other', () => {
    const { structuredData } = parseSyslog(
      '<13>1 - h a p m [__proto__ __proto__="1" constructor="2"][constructor]',
    );
    expect(Object.keys(structuredData ?? {})).to.deep.equal(['__proto__', 'constructor']);
    const element = structuredData?.['__proto__'] ?? {};
    expect(Object.entries(element)).to.deep.equal([
      ['__proto__', '1'],
      ['constructor', '2'],
    ]);
    expect(({} as Record<string, unknown>)['1']).to.equal(undefined);
  });

  it('tells a visitor the ranges, in order and inside the brackets', () => {
    const bytes = Buffer.from('??[a@1 x="1\\"" y=2][b]!!');
    const seen: string[] = [];
    const visitor: StructuredDataVisitor = {
      element: (start, end) => void seen.push(bytes.toString('utf8', start, end)),
      parameter: ({ nameStart, nameEnd, valueStart, valueEnd, hasEscapes }) => {
        const name = bytes.toString('utf8', nameStart, nameEnd);
        seen.push(`${name}=${bytes.toString('utf8', valueStart, valueEnd)} ${hasEscapes}`);
      },
    };
    expect(walkStructuredData(bytes, 2, bytes.length, visitor)).to.equal(bytes.length - 2);
    expect(seen).to.deep.equal(['a@1', 'x=1\\" true', 'y=2 false', 'b']);
  });

  it('can be walked over while a visitor parses another message', () => {
    const data = Buffer.from('[a b="c"][d e="f"]');
    const seen: string[] = [];
    walkStructuredData(data, 0, data.length, {
      element: (start, end) => {
        const inner = parseSyslog('<1>1 - - - - - [x y="z"]').structuredData ?? {};
        seen.push(data.toString('latin1', start, end), Object.keys(inner).join());
      },
      parameter: ({ nameStart, nameEnd }) => seen.push(data.toString('latin1', nameStart, nameEnd)),
    });
    expect(seen).to.deep.equal(['a', 'x', 'b', 'd', 'x', 'e']);
  });

  it('never reads after the end', () => {
    const pieces = array(constantFrom('[', ']', '"', '\\', ' ', 'a', '=', 'a="b"', '[a b="c"]'));
    assert(
      property(pieces, (text) => {
        const bytes = Buffer.from(text.join(''));
        const visitor: StructuredDataVisitor = {
          element: (_start, end) => expect(end).to.be.below(bytes.length),
          parameter: ({ valueEnd }) => expect(valueEnd).to.be.below(bytes.length),
        };
        expect(walkStructuredData(bytes, 0, bytes.length, visitor)).to.be.at.most(bytes.length);
      }),
    );
  });
});
