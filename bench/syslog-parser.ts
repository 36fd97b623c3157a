/**
 * Speed of the syslog parser beside nsyslog-parser and glossy, on the corpus and on hostile datagrams. Run with
 * `node --import tsx bench/syslog-parser.ts`; the corpus is `../shared/vectors/syslog-corpus.jsonl` beside the checkout, or
 * the file given as argument.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseSyslog, SyslogDecoder, SyslogView } from '../lib/syslog-parser/parse-syslog.ts';
import { afterPri, startsRfc5424 } from '../lib/syslog-parser/recognise.ts';

const SHARED = fileURLToPath(new URL('../../shared/vectors/syslog-corpus.jsonl', import.meta.url));
const ROUNDS = 5;
const HOSTILE_SIZE = 65_507;
/** What a hostile datagram may cost. */
const HOSTILE_LIMIT_MS = 1;
const AHEAD = 5;

const STRAIGHT = [
  '<34>Oct 11 22:14:15 mymachine sshd[12345]: Accepted publickey for nagios from 192.0.2.1 port 42096 x',
  '<34>2024-10-11T22:14:15.123456+01:00 mymachine sshd[12345]: Accepted publickey for nagios from 192.0',
  '<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog 1234 ID47 - An application event log e',
  '<165>1 2003-10-11T22:14:15.003Z mymachine evntslog - ID47 [exampleSDID@32473 iut="3" eventID="1011"] x',
];

const PREFIXES = [
  '',
  '<13>',
  '<13>1 ',
  '<13>Oct 11 22:14:15 ',
  '<13>Oct 11 22:14:15 host ',
  '<13>1 2003-10-11T22:14:15Z h a p m ',
  '<13>1 2003-10-11T22:14:15Z h a p m [',
  '<13>1 2003-10-11T22:14:15Z h a p m [a b="',
];
const FILLINGS = [
  '[',
  '"',
  '\\',
  ' ',
  '7',
  ':',
  ']',
  '[a]',
  '[a b="c"]',
  ' b="c"',
  '7: ',
  '*',
  '\0',
];

type Parse = (payload: string) => unknown;

const require = createRequire(import.meta.url);
const nsyslog = require('nsyslog-parser') as Parse;
const glossy = (require('glossy') as { Parse: { parse: Parse } }).Parse;

const decoder = new SyslogDecoder({ zone: 'UTC' });
const view = new SyslogView();
const arrivalUs = Date.now() * 1000;
const options = { zone: 'UTC', receivedAt: new Date() };

function decode(bytes: Uint8Array): void {
  const end = bytes.length;
  const behindPri = Math.max(afterPri(bytes, 0, end), 0);
  if (startsRfc5424(bytes, behindPri, end)) decoder.decodeRfc5424(bytes, 0, end, view, arrivalUs);
  else decoder.decodeRfc3164(bytes, 0, end, view, arrivalUs);
}

/** Nanoseconds per item, the best of some rounds after one to warm up; what throws counts as parsed. */
function measure<Item>(items: readonly Item[], repeat: number, run: (item: Item) => void): number {
  let best = Infinity;
  for (let round = 0; round <= ROUNDS; round++) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < repeat; i++) {
      for (const item of items) {
        try {
          run(item);
        } catch {
          // Some parsers refuse messages by throwing.
        }
      }
    }
    const spent = Number(process.hrtime.bigint() - start) / (repeat * items.length);
    if (round > 0) best = Math.min(best, spent);
  }
  return best;
}

function compareOnCorpus(file: string): boolean {
  const payloads = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { payload: string }).payload);
  const datagrams = payloads.map((payload) => Buffer.from(payload));
  const rows = {
    'SyslogDecoder, bytes to view': measure(datagrams, 200, decode),
    'parseSyslog, bytes to object': measure(datagrams, 20, (bytes) => parseSyslog(bytes, options)),
    'parseSyslog, string to object': measure(payloads, 20, (text) => parseSyslog(text, options)),
    'nsyslog-parser, string to object': measure(payloads, 4, nsyslog),
    'glossy, string to object': measure(payloads, 4, (text) => glossy.parse(text)),
  };
  const ours = rows['parseSyslog, string to object'];
  const table = Object.entries(rows).map(([parser, ns]) => ({
    parser,
    'ns per message': Math.round(ns),
    'time, parseSyslog = 1': Number((ns / ours).toFixed(2)),
  }));
  console.log(`${payloads.length} messages of the corpus`);
  console.table(table);
  const slowerPeer = Math.min(
    rows['nsyslog-parser, string to object'],
    rows['glossy, string to object'],
  );
  return slowerPeer >= AHEAD * ours;
}

function measureStraight(): void {
  console.log('Messages of about 100 bytes');
  console.table(
    STRAIGHT.map((text) => {
      const bytes = Buffer.from(text);
      return {
        message: `${text.slice(0, 48)}…`,
        bytes: bytes.length,
        'view, ns': Math.round(measure([bytes], 400_000, decode)),
        'object, ns': Math.round(measure([bytes], 40_000, (item) => parseSyslog(item, options))),
      };
    }),
  );
}

function measureHostile(): boolean {
  const spent = PREFIXES.flatMap((prefix) =>
    FILLINGS.map((filling) => {
      const bytes = Buffer.from(prefix.padEnd(HOSTILE_SIZE, filling));
      const toView = measure([bytes], 3, decode) / 1e6;
      const toObject = measure([bytes], 3, (item) => parseSyslog(item, options)) / 1e6;
      return { prefix, filling, 'view, ms': toView, 'object, ms': toObject };
    }),
  ).sort((one, other) => other['object, ms'] - one['object, ms']);
  console.log(`${HOSTILE_SIZE} hostile bytes, the worst of ${spent.length}`);
  console.table(spent.slice(0, 8));
  return spent.every((row) => Math.max(row['view, ms'], row['object, ms']) < HOSTILE_LIMIT_MS);
}

const corpus = process.argv[2] ?? SHARED;
measureStraight();
if (existsSync(corpus)) {
  if (!compareOnCorpus(corpus)) {
    console.error(`parseSyslog is not ${AHEAD} times as fast as both peers`);
    process.exitCode = 1;
  }
} else console.log(`no comparison with other parsers: ${corpus} is absent`);
if (!measureHostile()) {
  console.error(`a hostile datagram takes ${HOSTILE_LIMIT_MS} ms or more`);
  process.exitCode = 1;
}
