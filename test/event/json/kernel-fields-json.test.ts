import { expect } from 'chai';
import { assert, array, constantFrom, property, uint8Array } from 'fast-check';
import { ByteWriter } from '../../../lib/event/byte-writer.ts';
import { KernelView } from '../../../lib/event/kernel-view.ts';
import { writeFields, writeHeaderFields } from '../../../lib/event/json/kernel-fields-json.ts';
import { toBytes } from '../sample-view.ts';

function written(write: (out: ByteWriter) => void): Record<string, unknown> {
  const out = new ByteWriter(1);
  write(out);
  const members = out.bytes.toString('utf8', 0, out.at).replace(/,$/, '');
  return JSON.parse(`{${members}}`) as Record<string, unknown>;
}

function fields(lines: string | Uint8Array): unknown {
  const bytes = toBytes(lines);
  const kernel = new KernelView();
  kernel.fieldsStart = 0;
  kernel.fieldsEnd = bytes.length;
  return written((out) => writeFields(bytes, kernel, out))['fields'];
}

function header(text: string | Uint8Array): unknown {
  const bytes = toBytes(text);
  const kernel = new KernelView();
  kernel.headerStart = 0;
  kernel.headerEnd = bytes.length;
  return written((out) => writeHeaderFields(bytes, kernel, out))['header'];
}

describe('writeFields', () => {
  const cases: [name: string, lines: string, expected: unknown][] = [
    ['dictionary', ' SUBSYSTEM=net\n DEVICE=n8', { SUBSYSTEM: 'net', DEVICE: 'n8' }],
    ['splits at the first =', ' expr=a=b=c', { expr: 'a=b=c' }],
    ['the first value of a key', ' k=1\n k=2', { k: '1' }],
    ['the last value of system data', ' cpu=fake\n k=v\n cpu=3', { cpu: '3', k: 'v' }],
    [
      'a task name that forges a line',
      ' cpu=1\n taskname=ab\n msgid=9\n msgid=77',
      { cpu: '1', taskname: 'ab', msgid: '77' },
    ],
    [
      'lines without key, joined',
      ' note=line1\nline2\n foo=bar\na=b\n\n no key\n =x',
      { note: 'line1', '': 'line2\na=b\n\n no key\n =x', foo: 'bar' },
    ],
    ['an empty value', ' k=', { k: '' }],
    [
      'escapes of the dictionary, once',
      String.raw` DEVICE=+a:\xc3\xa4\x5cx41`,
      { DEVICE: '+a:ä\\x41' },
    ],
    ['userdata raw', String.raw` path=C:\x41`, { path: 'C:\\x41' }],
    ['an empty line only', ' k=v\n', { k: 'v' }],
    ['nothing', '', undefined],
  ];
  for (const [name, lines, expected] of cases) {
    it(name, () => {
      expect(fields(lines)).to.deep.equal(expected);
    });
  }

  it('takes __proto__ for a key like any other', () => {
    expect(JSON.stringify(fields(' __proto__=1'))).to.equal('{"__proto__":"1"}');
  });

  it('writes valid JSON whatever the bytes', () => {
    const tokens = constantFrom(...Array.from(' \n=ab"\\x\u0000', (c) => c.charCodeAt(0)), 0xff);
    assert(
      property(array(tokens), (bytes) => void fields(Uint8Array.from(bytes))),
      { numRuns: 2000 },
    );
    assert(property(uint8Array(), (bytes) => void fields(bytes)));
  });
});

describe('writeHeaderFields', () => {
  const cases: [name: string, text: string, expected: unknown][] = [
    ['one', 'unknown=kept', { unknown: 'kept' }],
    ['several', 'a=1,b=2=3,c,d=', { a: '1', b: '2=3', c: '', d: '' }],
    ['the first value of a key', 'a=1,a=2', { a: '1' }],
    ['those around the fragment', 'a=1,ncfrag=0/5,b=2', { a: '1', b: '2' }],
  ];
  for (const [name, text, expected] of cases) {
    it(name, () => {
      expect(header(text)).to.deep.equal(expected);
    });
  }

  it('writes valid JSON whatever the bytes', () => {
    assert(property(uint8Array({ minLength: 1 }), (bytes) => void header(bytes)));
  });
});
