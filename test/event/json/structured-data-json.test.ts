import { expect } from 'chai';
import { assert, array, constantFrom, property, tuple, uint8Array } from 'fast-check';
import { ByteWriter } from '../../../lib/event/byte-writer.ts';
import { writeStructuredData } from '../../../lib/event/json/structured-data-json.ts';
import { SyslogView } from '../../../lib/syslog-parser/syslog-view.ts';
import { toBytes } from '../sample-view.ts';

function structuredData(text: string | Uint8Array): unknown {
  const bytes = toBytes(text);
  const syslog = new SyslogView();
  syslog.structuredDataStart = 0;
  syslog.structuredDataEnd = bytes.length;
  const out = new ByteWriter(1);
  writeStructuredData(bytes, syslog, out);
  const members = out.bytes.toString('utf8', 0, out.at).replace(/,$/, '');
  return (JSON.parse(`{${members}}`) as { structuredData?: unknown }).structuredData;
}

const escapeValue = (value: string): string => value.replaceAll(/["\\\]]/g, '\\$&');

describe('writeStructuredData', () => {
  const cases: [name: string, text: string, expected: unknown][] = [
    ['an element without parameters', '[id]', { id: {} }],
    ['an empty value', '[id a=""]', { id: { a: '' } }],
    ['escapes, once', String.raw`[id a="\"\\\]\\n\n"]`, { id: { a: String.raw`"\]\n\n` } }],
    ['repeated parameters', '[i a="1" b="2" a="3"]', { i: { a: ['1', '3'], b: '2' } }],
    ['repeated elements', '[i a="1"][j][i a="2" b="3"]', { i: { a: ['1', '2'], b: '3' }, j: {} }],
    ['keys that look like others', '[a b="1"][ab c="2"]', { a: { b: '1' }, ab: { c: '2' } }],
    ['nothing', '', undefined],
    ['what comes before the grammar breaks', '[a b="1" c][d e="2"]', { a: { b: '1' } }],
  ];
  for (const [name, text, expected] of cases) {
    it(name, () => {
      expect(structuredData(text)).to.deep.equal(expected);
    });
  }

  it('takes __proto__ for a key like any other', () => {
    const result = structuredData('[__proto__ __proto__="1" constructor="2"]') as object;
    expect(Object.keys(result)).to.deep.equal(['__proto__']);
    expect(JSON.stringify(result)).to.equal('{"__proto__":{"__proto__":"1","constructor":"2"}}');
  });

  it('gives back every parameter of any well-formed data', () => {
    const name = constantFrom('a', 'b', 'c', 'id', 'x@1');
    const value = constantFrom('', '1', '"', '\\', ']', '\\"]', 'ä', ' = ');
    assert(
      property(array(tuple(name, array(tuple(name, value)))), (elements) => {
        const expected: Record<string, Record<string, string | string[]>> = {};
        let text = '';
        for (const [id, parameters] of elements) {
          text += `[${id}`;
          const object = (expected[id] ??= {});
          for (const [key, item] of parameters) {
            text += ` ${key}="${escapeValue(item)}"`;
            const known = object[key];
            object[key] = known === undefined ? item : [known, item].flat();
          }
          text += ']';
        }
        const whole = elements.length === 0 ? undefined : expected;
        expect(structuredData(text)).to.deep.equal(whole);
      }),
    );
  });

  it('writes valid JSON whatever the bytes', () => {
    const tokens = constantFrom(
      ...Array.from('[[[]] ="\\ab\n\u0000', (c) => c.charCodeAt(0)),
      0xff,
    );
    assert(
      property(array(tokens), (bytes) => void structuredData(Uint8Array.from(bytes))),
      {
        numRuns: 2000,
      },
    );
    assert(property(uint8Array(), (bytes) => void structuredData(bytes)));
  });

  it('knows thousands of names apart', () => {
    const many = Array.from({ length: 8000 }, (_, i) => ` p${String(i % 7000)}="${String(i)}"`);
    const { i } = structuredData(`[i${many.join('')}]`) as { i: Record<string, unknown> };
    expect(Object.keys(i)).to.have.length(7000);
    expect(i['p999']).to.deep.equal(['999', '7999']);
    expect(i['p6999']).to.equal('6999');
  });
});
