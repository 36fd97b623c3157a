/**
 * Speed of the syslog parser beside nsyslog-parser and glossy, on the corpus and on hostile datagrams. Run with
 * `node --import tsx bench/syslog-parser.ts`; the corpus is `../shared/vectors/syslog-corpus.jsonl` beside the checkout, or
 * the file given as argument.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseSyslog, SyslogDecoder, SyslogView } from '../lib/syslog-parser/parse-syslog.ts';

const SHARED = fileURLToPath(new URL('../../shared/vectors/syslog-corpus.jsonl', import.meta.url));
const ROUNDS = 200;
const WARM_UP_MS = 500;
const HOSTILE_WARM_UP_MS = 30;
const HOSTILE_SIZE = 65_507;
/** What a hostile datagram may take; more ends the benchmark with an error. */
const HOSTILE_LIMIT_MS = 1;
/** What an object of thousands of names may take: the engine spends most of it on keeping them as names of properties. */
const NAMES_LIMIT_MS = 5;

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

interface Parser {
  readonly name: string;
  /** Parses every message once. */
  readonly run: () => void;
}

/** The row the others are compared with: strings to objects, as they do. */
const OURS = 2;

const require = createRequire(import.meta.url);
const nsyslog = require('nsyslog-parser') as Parse;
const glossy = (require('glossy') as { Parse: { parse: Parse } }).Parse;

const decoder = new SyslogDecoder({ zone: 'UTC' });
const view = new SyslogView();
const arrivalUs = Date.now() * 1000;
const options = { zone: 'UTC', receivedAt: new Date() };

function decode(bytes: Uint8Array): void {
  decoder.decode(bytes, 0, bytes.length, view, arrivalUs);
}

function parse(input: Uint8Array | string): void {
  parseSyslog(input, options);
}

/** Nanoseconds per item: the least disturbed of many short rounds, after the engine has had time to compile. */
function measure<Item>(
  items: readonly Item[],
  run: (item: Item) => void,
  warmUpMs = WARM_UP_MS,
): number {
  const until = performance.now() + warmUpMs;
  while (performance.now() < until) runAll(items, run);
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.hrtime.bigint();
    runAll(items, run);
    best = Math.min(best, Number(process.hrtime.bigint() - start) / items.length);
  }
  return best;
}

/** What throws counts as parsed: some parsers refuse messages that way. */
function runAll<Item>(items: readonly Item[], run: (item: Item) => void): void {
  for (const item of items) {
    try {
      run(item);
    } catch {
      continue;
    }
  }
}

/**
 * Nanoseconds per message of each parser: the median of rounds that alternate between them, so that a machine that slows
 * down does so for all, after all have had time to be compiled.
 */
function measureInTurn(parsers: readonly Parser[], count: number): readonly number[] {
  const spent = parsers.map(() => new Float64Array(ROUNDS));
  const until = performance.now() + WARM_UP_MS * parsers.length;
  while (performance.now() < until) for (const { run } of parsers) run();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, { run }] of parsers.entries()) {
      const start = process.hrtime.bigint();
      run();
      const own = spent[index] as Float64Array;
      own[round] = Number(process.hrtime.bigint() - start) / count;
    }
  }
  return spent.map((rounds) => rounds.sort()[ROUNDS >> 1] as number);
}

function compareOnCorpus(file: string): void {
  const payloads = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { payload: string }).payload);
  const datagrams = payloads.map((payload) => Buffer.from(payload));
  const parsers: readonly Parser[] = [
    { name: 'SyslogDecoder, bytes to view', run: () => runAll(datagrams, decode) },
    { name: 'parseSyslog, bytes to object', run: () => runAll(datagrams, parse) },
    { name: 'parseSyslog, string to object', run: () => runAll(payloads, parse) },
    { name: 'nsyslog-parser, string to object', run: () => runAll(payloads, nsyslog) },
    {
      name: 'glossy, string to object',
      run: () => runAll(payloads, (text) => glossy.parse(text)),
    },
  ];
  const medians = measureInTurn(parsers, payloads.length);
  const ours = medians[OURS] as number;
  console.log(`${payloads.length} messages of the corpus, the median of ${ROUNDS} rounds in turn`);
  console.table(
    parsers.map(({ name }, index) => {
      const ns = medians[index] as number;
      const ratio = Number((ns / ours).toFixed(2));
      return {
        parser: name,
        'ns per message': Math.round(ns),
        'times parseSyslog of strings': ratio,
      };
    }),
  );
}

/** Enough of one message for a round that a clock can measure. */
function many(bytes: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: 500 }, () => bytes);
}

function measureStraight(): void {
  console.log('Messages of about 100 bytes');
  console.table(
    STRAIGHT.map((text) => {
      const bytes = Buffer.from(text);
      return {
        message: `${text.slice(0, 48)}…`,
        bytes: bytes.length,
        'view, ns': Math.round(measure(many(bytes), decode)),
        'object, ns': Math.round(measure(many(bytes), parse)),
      };
    }),
  );
}

function measureHostile(): boolean {
  const spent = PREFIXES.flatMap((prefix) =>
    FILLINGS.map((filling) => {
      const bytes = Buffer.from(prefix.padEnd(HOSTILE_SIZE, filling));
      const toView = measure([bytes], decode, HOSTILE_WARM_UP_MS) / 1e6;
      const toObject = measure([bytes], parse, HOSTILE_WARM_UP_MS) / 1e6;
      return { prefix, filling, 'view, ms': toView, 'object, ms': toObject };
    }),
  ).sort((one, other) => other['object, ms'] - one['object, ms']);
  console.log(`${HOSTILE_SIZE} hostile bytes, the worst of ${spent.length}`);
  console.table(spent.slice(0, 8));
  return spent.every((row) => Math.max(row['view, ms'], row['object, ms']) < HOSTILE_LIMIT_MS);
}

/** Structured data of as many names as a datagram holds, no two alike. */
function measureNames(): boolean {
  const header = '<13>1 2003-10-11T22:14:15Z h a p m ';
  const rows = [
    { message: '[a][b][c]…', bytes: namesMessage(header, (name) => `[${name}]`, '') },
    {
      message: '[- a=1 b=1 c=1…]',
      bytes: namesMessage(`${header}[-`, (name) => ` ${name}=1`, ']'),
    },
  ].map(({ message, bytes }) => {
    const toView = measure([bytes], decode, HOSTILE_WARM_UP_MS) / 1e6;
    const toObject = measure([bytes], parse, HOSTILE_WARM_UP_MS) / 1e6;
    return { message, 'view, ms': toView, 'object, ms': toObject };
  });
  console.log(`${HOSTILE_SIZE} bytes of different names`);
  console.table(rows);
  return rows.every(
    (row) => row['view, ms'] < HOSTILE_LIMIT_MS && row['object, ms'] < NAMES_LIMIT_MS,
  );
}

function namesMessage(start: string, write: (name: string) => string, end: string): Buffer {
  let text = start;
  for (let n = 10; text.length < HOSTILE_SIZE - 10; n++) text += write(n.toString(36));
  return Buffer.from(text + end);
}

const corpus = process.argv[2] ?? SHARED;
measureStraight();
if (existsSync(corpus)) compareOnCorpus(corpus);
else console.log(`no comparison with other parsers: ${corpus} is absent`);
const isBounded = measureHostile();
if (!measureNames() || !isBounded) {
  console.error(`a hostile datagram takes ${HOSTILE_LIMIT_MS} ms (${NAMES_LIMIT_MS} ms) or more`);
  process.exitCode = 1;
}
