import { expect } from 'chai';
import { assert, property, uint8Array } from 'fast-check';
import { ByteWriter } from '../../lib/event/byte-writer.ts';
import { HostName } from '../../lib/event/host-name.ts';
import { compileStreamName, type CompiledStreamName } from '../../lib/template/stream-name.ts';
import { eventOf } from '../deliver/encoder-stand.ts';

function compile(text: string): CompiledStreamName {
  const compiled = compileStreamName(text);
  if (Array.isArray(compiled)) throw new Error(compiled.map(({ message }) => message).join());
  return compiled;
}

function render(text: string, message: string | Uint8Array, host = 'web1'): Buffer {
  const view = eventOf('', HostName.of(host, 0));
  view.text = Buffer.from(message);
  view.textEnd = view.text.length;
  const out = new ByteWriter(1);
  compile(text).render(view, out);
  return out.bytes.subarray(0, out.at);
}

describe('names of streams', () => {
  const wrong: readonly [string, number, RegExp][] = [
    ['', 0, /empty/],
    ['a{}', 1, /no hash tag/],
    ['{}$HOST', 0, /no hash tag/],
    ['a{$HOST', 1, /not paired/],
    ['a$HOST}', 6, /not paired/],
    ['{a{b}', 0, /not paired/],
    ['$HOTS', 0, /write \$HOST/],
  ];
  for (const [text, offset, message] of wrong) {
    it(`refuse the template \`${text}\``, () => {
      const problems = compileStreamName(text);
      if (!Array.isArray(problems)) throw new Error('accepted');
      expect(problems.map((problem) => problem.offset)).to.deep.equal([offset]);
      expect(problems[0]?.message).to.match(message);
    });
  }

  const right: readonly [string, string | undefined][] = [
    ['logs', undefined],
    ['{logs}:all', undefined],
    ['logs:$HOST', 'logs:_overflow'],
    ['{$HOST}.$(hash 4 $MSG)', '{_overflow}._overflow'],
  ];
  for (const [text, overflowName] of right) {
    it(`accept the template \`${text}\``, () => {
      expect(compile(text).overflowName).to.equal(overflowName);
    });
  }

  it('depend on the host alone where the template does', () => {
    expect(compile('l:$HOST').dependsOnlyOnHost).to.equal(true);
    expect(compile('l:$PROGRAM').dependsOnlyOnHost).to.equal(false);
  });

  it('keep long values apart that are cut', () => {
    const long = 'é'.repeat(400);
    const names = [`${long}a`, `${long}b`].map((value) => render('$MSG', value).toString());
    for (const name of names) expect(name).to.match(/^é+%[0-9a-f]{16}$/);
    expect(names[0]).to.not.equal(names[1]);
    expect(Buffer.byteLength(names[0] ?? '')).to.be.within(500, 512);
  });

  it('are UTF-8 of bounded length without braces or control bytes, whatever the value', () => {
    assert(
      property(uint8Array({ maxLength: 700 }), (value) => {
        const name = render('x:$MSG', value);
        expect(Buffer.from(name.toString())).to.deep.equal(name);
        expect(name.toString()).to.match(/^x:[^{}\u0000-\u001f\u007f]+$/);
        expect(name.length).to.be.at.most(2 + 512);
      }),
    );
  });
});
