import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { array, assert, constantFrom, nat, property, tuple } from 'fast-check';
import { readFieldCases } from '../integration/field-cases.ts';
import { readCorpus } from '../syslog-parser/corpus-case.ts';
import { decodedWords } from './decoded-words.ts';

const SYSLOG_PORT = 514;
const NETCONSOLE_PORT = 6666;
const NOTHING = { missingInJson: [], missingInLine: [] };

/** What mutations put in: marks of headers, words, and things that seem to be some. */
const PIECES = [
  '<13>',
  '<192>',
  '1 ',
  '2 ',
  '- ',
  ' ',
  '  ',
  ':',
  ': ',
  '[',
  ']',
  '[]',
  '"',
  '\\',
  '=',
  '*',
  '.',

  'Mar  5 12:00:00 ',
  'Feb 30 12:00:00 ',
  '2026-03-05T12:00:00',
  '2026 Mar  5 12:00:00',
  '.003',

  'Z',
  '+07:00',
  '+25:00',
  ' IST: ',
  ' EETDST: ',
  ' +0530: ',
  ' UTC: ',
  ' 2024 ',
  '29: ',
  '*task: ',

  'RP/0/RP0/CPU0:',
  'rack 4 sw: ',
  'host ',
  'tag[1]: ',
  'tag: ',
  'dhcp,info: ',
  '%A-1-B: ',
  '%%01A: ',

  '(none) ',
  'AP#1 ',
  '2001:db8::1 ',
  'fe80::1%eth0 ',
  'aabbccddeeff,U7-1.2: ',
  'U7LT,aabbccddeeff,v4 ',

  '("U7LT,aabbccddeeff,v4") ',
  'Message forwarded from ',
  '[a x="1"] ',
  'CEF:0|',
  '[   12.345678] ',
  '[   12.345678@1]d ',
  '[ T12@C1] ',
  '\r\n',
  '\n',
  '\0',
  'ä',
  '77 ',
  'web1.lab ',
  ',',
];

const messages = [...readFieldCases('field.jsonl'), ...readFieldCases('field-kinds.jsonl')].flatMap(
  ({ input }) => input.map(({ payload = '' }) => payload),
);
const dialects = readFileSync(new URL('../syslog-parser/dialects.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => (JSON.parse(line) as { readonly input: string }).input);

/** Every word of a packet but PRI and time is somewhere in the event, and in the line where that has a place for it. */
describe('no text is lost', () => {
  it('of what senders send', () => {
    for (const message of messages) expectKept(message, SYSLOG_PORT);
    for (const message of messages) expectKept(message, NETCONSOLE_PORT);
  });

  it('of the dialects', () => {
    for (const message of dialects) expectKept(message, SYSLOG_PORT);
  });

  it('of mutations of them', () => {
    const edits = array(tuple(nat(), nat(6), constantFrom(...PIECES)), {
      minLength: 1,
      maxLength: 3,
    });
    const mutation = tuple(constantFrom(...messages, ...dialects), edits).map(([message, list]) =>
      list.reduce((text, [place, length, piece]) => {
        const at = place % (text.length + 1);
        return text.slice(0, at) + piece + text.slice(at + length);
      }, message),
    );
    assert(
      property(mutation, constantFrom(SYSLOG_PORT, NETCONSOLE_PORT), (text, port) => {
        expectKept(text, port);
      }),
      { numRuns: 2000 },
    );
  });

  it('of headers put together from pieces', () => {
    const pieces = array(constantFrom(...PIECES), { maxLength: 10 }).map((some) => some.join(''));
    assert(
      property(pieces, (text) => expectKept(`<13>${text}`, SYSLOG_PORT)),
      { numRuns: 1000 },
    );
  });

  const corpus = readCorpus();
  if (corpus === undefined) {
    it.skip('of the corpus: ../shared/vectors/syslog-corpus.jsonl is absent');
    return;
  }
  it('of the corpus', () => {
    for (const { payload, payloadB64 } of corpus) {
      const bytes = payloadB64 === undefined ? payload : Buffer.from(payloadB64, 'base64');
      expectKept(bytes, SYSLOG_PORT);
    }
  });
});

function expectKept(payload: string | Uint8Array, port: number): void {
  const found = decodedWords(Buffer.from(payload as string), port);
  expect(found, JSON.stringify(payload)).to.deep.equal(NOTHING);
}
