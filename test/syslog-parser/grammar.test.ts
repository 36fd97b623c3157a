import { expect } from 'chai';
import { Grammar } from '../../lib/syslog-parser/grammar.ts';
import {
  parseSyslog,
  SyslogDecoder,
  SyslogView,
  walkStructuredData,
} from '../../lib/syslog-parser/parse-syslog.ts';

const MESSAGE = Buffer.from('<165>1 2003-10-11T22:14:15.003Z host app 1 ID47 [a b="c"] text');

function decoded(decoder: SyslogDecoder, bytes: Uint8Array, start: number): SyslogView {
  const view = new SyslogView();
  decoder.decode(bytes, start, start + MESSAGE.length, view, 0);
  return view;
}

describe('Grammar', () => {
  it('reads messages where they lie, and others alike', () => {
    const grammar = new Grammar(1000);
    const decoder = new SyslogDecoder({ zone: 'UTC' }, grammar);
    const offset = 100;
    const elsewhere = Buffer.concat([Buffer.alloc(offset), MESSAGE]);
    const pieces = [grammar.inPlace.subarray(7), grammar.inPlace.subarray(300), grammar.inPlace];
    const expected = decoded(decoder, elsewhere, offset);
    expect(elsewhere.toString('latin1', expected.hostStart, expected.hostEnd)).to.equal('host');
    for (const piece of [...pieces, ...pieces]) {
      piece.set(MESSAGE, offset);
      expect(decoded(decoder, piece, offset)).to.deep.equal(expected);
    }
    expect(decoded(decoder, elsewhere, offset)).to.deep.equal(expected);
  });

  it('reads up to the last byte of its memory', () => {
    const grammar = new Grammar(MESSAGE.length);
    const decoder = new SyslogDecoder({ zone: 'UTC' }, grammar);
    grammar.inPlace.set(MESSAGE);
    const view = decoded(decoder, grammar.inPlace, 0);
    expect(grammar.inPlace.toString('latin1', view.messageStart, view.messageEnd)).to.equal('text');
  });

  it('takes messages that are longer than any datagram', () => {
    const tail = 'x'.repeat(1_000_000);
    const parsed = parseSyslog(`<13>1 - host app ${tail} - [a b="${tail}"] ${tail}é\n`);
    expect(parsed.procId).to.equal(tail);
    expect(parsed.structuredData).to.deep.equal({ a: { b: tail } });
    expect(parsed.message).to.equal(`${tail}é`);
  });

  it('keeps the text of what it does not read to its end', () => {
    const size = 66 * 1024 * 1024;
    const bytes = Buffer.alloc(size, 0x78);
    bytes.write('<13>Oct 11 22:14:15 host app: ');
    const parsed = parseSyslog(bytes, { zone: 'UTC' });
    expect(parsed.appName).to.equal('app');
    expect(parsed.message.length).to.equal(size - '<13>Oct 11 22:14:15 host app: '.length);
  });

  it('can be asked while it tells of structured data', () => {
    const data = Buffer.from('[a b="c"][d e="f"]');
    const told: string[] = [];
    walkStructuredData(data, 0, data.length, {
      element: (start, end) => {
        const id = data.toString('latin1', start, end);
        told.push(
          id,
          Object.keys(parseSyslog('<1>1 - - - - - [x y="z"]').structuredData ?? {}).join(),
        );
      },
      parameter: ({ nameStart, nameEnd }) => told.push(data.toString('latin1', nameStart, nameEnd)),
    });
    expect(told).to.deep.equal(['a', 'x', 'b', 'd', 'x', 'e']);
  });
});
