import { expect } from 'chai';
import { Grammar } from '../../lib/syslog-parser/grammar.ts';
import {
  parseSyslog,
  SyslogDecoder,
  SyslogView,
  walkStructuredData,
} from '../../lib/syslog-parser/parse-syslog.ts';

/** What is kept free behind the memory. */
const SLACK = 32;
/** Each is cut short everywhere. */
const LAST_MESSAGES = [
  '<165>1 2003-10-11T22:14:15.003456Z host app 1 ID47 [a b="c\\"d"][e f="g"] text',
  '<34>Oct 11 22:14:15.123 2003 UTC: %SYS-5-CONFIG_I: text of twenty and more bytes',
  '<34>2003-10-11T22:14:15.003+01:00 10.0.0.1: sshd[12345]: text',
  '<34>29: origin: 77: *Mar  4 15:06:07: %A-1-B: x',
  '<34>Oct 11 22:14:15 Message forwarded from fe80::1: last message repeated 2 times',
  '<34>Oct 11 22:14:15 name,0123456789ab,v1.2.3: CEF:0|a',
];
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
    const page = 65_536;
    const room = page - ((new Grammar(0).inPlace.byteOffset + SLACK) % page);
    const grammar = new Grammar(room);
    const { inPlace } = grammar;
    expect(inPlace.byteOffset + room + SLACK).to.equal(inPlace.buffer.byteLength);
    const decoder = new SyslogDecoder({ zone: 'UTC' }, grammar);
    const view = new SyslogView();
    for (const message of LAST_MESSAGES) {
      for (let cut = 1; cut <= message.length; cut++) {
        const start = room - cut;
        inPlace.write(message.slice(0, cut), start, 'latin1');
        decoder.recognise(inPlace, start, room);
        decoder.decode(inPlace, start, room, view, 0);
        grammar.mnemonicAt(view.messageStart, room);
        expect(view.messageEnd).to.be.within(start, room);
        decoder.decodeRfc5424(inPlace, start, room, view, 0);
        decoder.decodeRfc3164(inPlace, start, room, view, 0);
      }
    }
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
