import { expect } from 'chai';
import {
  array,
  assert,
  constantFrom,
  nat,
  oneof,
  pre,
  property,
  string,
  uint8Array,
} from 'fast-check';
import { TerminalFilter } from '../../../lib/setup/console/terminal-filter.ts';

function filter(...chunks: readonly Uint8Array[]): string {
  const one = new TerminalFilter();
  return Buffer.concat(chunks.map((chunk) => one.push(chunk))).toString('latin1');
}

function filterText(text: string): string {
  return Buffer.from(filter(Buffer.from(text)), 'latin1').toString();
}

describe('TerminalFilter', () => {
  const cases = [
    ['text with line ends, tabs and backspaces', 'a\tb\r\nc\b \b', 'a\tb\r\nc\b \b'],
    ['colours and cursor movements', '\u001b[1;31mred\u001b[0m\u001b[2J\u001b[10;5Hx', 'redx'],
    ['a title up to BEL', '\u001b]0;title\u0007x', 'x'],
    ['a title up to ESC \\', '\u001b]0;title\u001b\\x', 'x'],
    ['a title that is broken off by a line end', '\u001b]0;title\r\nx', '\nx'],
    ['a device control string', '\u001bPq#0\u001b\\x', 'x'],
    ['a choice of character sets', '\u001b(0x\u001bcy', 'xy'],
    ['an escape in a sequence', '\u001b[3\u001b[4mx', 'x'],
    ['other control characters', 'a\u0000\u0007\u000b\u000c\u000e\u007fb', 'ab'],
    ['control characters of 8 bits', 'a\u009b31m\u0085b', 'a31mb'],
    ['letters beyond ASCII', 'grün € 漢 😀 \u00a0', 'grün € 漢 😀 \u00a0'],
  ] as const;
  for (const [name, text, shown] of cases) {
    it(`handles ${name}`, () => expect(filterText(text)).to.equal(shown));
  }

  it('drops bytes that are no UTF-8 where a terminal would take them for controls', () => {
    expect(filter(Buffer.from([0x61, 0x9b, 0x33, 0x84, 0xc2, 0x62]))).to.equal('a3b');
  });

  const bytes = oneof(
    uint8Array({ maxLength: 60 }),
    array(constantFrom('\u001b', '[', ']', ';', '1', 'm', 'é', '\u009b', '\r\n', '\\', 'x')).map(
      (all) => Buffer.from(all.join('')),
    ),
  );

  it('lets no control through but those of line editing, whatever comes', () => {
    assert(
      property(bytes, (input) => {
        const shown = filter(input);
        expect(shown).not.to.match(/[\u0000-\u0007\u000b\u000c\u000e-\u001f\u007f]/);
        expect(Buffer.from(shown, 'latin1').toString()).not.to.match(/[\u0080-\u009f]/);
      }),
      { numRuns: 2000 },
    );
  });

  it('does not depend on how the bytes are spread over datagrams', () => {
    assert(
      property(bytes, nat(60), (input, at) => {
        expect(filter(input.subarray(0, at), input.subarray(at))).to.equal(filter(input));
        expect(filter(...Array.from(input, (byte) => Uint8Array.of(byte)))).to.equal(filter(input));
      }),
      { numRuns: 1000 },
    );
  });

  it('lets every text without controls through', () => {
    assert(
      property(string({ unit: 'grapheme' }), (text) => {
        pre(!/[\p{Cc}]/u.test(text));
        expect(filterText(text)).to.equal(text);
      }),
    );
  });
});
