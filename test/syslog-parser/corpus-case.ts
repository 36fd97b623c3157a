import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  parseSyslog,
  type ParseOptions,
  type SyslogMessage,
} from '../../lib/syslog-parser/parse-syslog.ts';

const CORPUS = fileURLToPath(
  new URL('../../../shared/vectors/syslog-corpus.jsonl', import.meta.url),
);

/** The asserted fields that count. */
export const FIELDS = [
  'hostname',
  'appName',
  'procId',
  'msgId',
  'message',
  'facility',
  'severity',
  'timestamp',
  'structuredData',
] as const;
export type Field = (typeof FIELDS)[number];

type Expectation = Partial<Record<Field, unknown>> & { readonly valid?: boolean };

export interface CorpusCase {
  readonly id: string;
  readonly payload: string;
  readonly payloadB64?: string;
  readonly conditions?: string;
  readonly expect: Expectation;
}

/** The corpus beside the checkout, or undefined where it is absent. */
export function readCorpus(): readonly CorpusCase[] | undefined {
  if (!existsSync(CORPUS)) return undefined;
  const lines = readFileSync(CORPUS, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as CorpusCase);
}

/** Parses a case under the conditions its suite names. */
export function parseCase(corpusCase: CorpusCase): SyslogMessage {
  const { payload, payloadB64 } = corpusCase;
  const input = payloadB64 === undefined ? payload : Buffer.from(payloadB64, 'base64');
  return parseSyslog(input, optionsOf(corpusCase));
}

/** The fields of a case in which a message differs. */
export function differingFields(corpusCase: CorpusCase, message: SyslogMessage): readonly Field[] {
  const { expect } = corpusCase;
  return FIELDS.filter((field) => field in expect && !agrees(field, corpusCase, message));
}

/** The suites of strict parsers, and the cases that a suite rejects, are judged in strict mode. */
function optionsOf({ id, conditions = '', expect }: CorpusCase): ParseOptions {
  const suite = suiteOf(id);
  const isStrict = suite === 'go54' || suite === 'rfc54' || expect.valid === false;
  return {
    strict: isStrict,
    ...clockOf(suite, conditions, expect.timestamp),
    ...(conditions.includes('no-hostname') && { expectsHostname: false }),
    ...(conditions.includes('no-rfc3164-fallback') && { format: 'rfc5424' as const }),
    ...(conditions.includes('bad-hostname(^ctld)') && {
      isHostname: (name: string) => !name.startsWith('ctld'),
    }),
    ...(conditions.includes('check-program(yes)') && {
      isAppName: (name: string) => /^[A-Za-z][\w\-/.()]*$/.test(name),
    }),
  };
}

function clockOf(
  suite: string,
  conditions: string,
  timestamp: unknown,
): { readonly zone: string; readonly receivedAt: Date } {
  if (suite === 'sng' || suite === 'sngf') {
    return { zone: 'MET', receivedAt: new Date('2019-02-08T09:37:49+01:00') };
  }
  const stamp = typeof timestamp === 'string' ? timestamp : '';
  const zone = /[+-]\d\d:\d\d$/.exec(stamp)?.[0] ?? 'UTC';
  if (conditions.includes('resolved to 2019')) {
    return { zone, receivedAt: new Date('2019-03-01T00:00:00Z') };
  }
  if (!/^\d{4}-/.test(stamp) || conditions.includes('year rule')) {
    return { zone, receivedAt: new Date('2020-01-20T12:00:00Z') };
  }
  const asserted = Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(stamp) ? stamp : `${stamp}Z`);
  return { zone, receivedAt: new Date(asserted + 3_600_000) };
}

function agrees(field: Field, { id, expect }: CorpusCase, message: SyslogMessage): boolean {
  const wanted = expect[field] ?? undefined;
  switch (field) {
    case 'message':
      return message.message === (wanted ?? '');
    case 'timestamp':
      return isSameTime(wanted as string | undefined, message.timestamp);
    case 'structuredData':
      return isSameData(wanted ?? {}, message.structuredData ?? {}, suiteOf(id) === 'sng');
    case 'hostname':
    case 'appName':
    case 'procId':
    case 'msgId':
    case 'facility':
    case 'severity':
      return message[field] === wanted;
    default:
      return field satisfies never;
  }
}

/** A time without year or offset says nothing of them; one without year is compared to its own precision. */
function isSameTime(wanted: string | undefined, got: string | undefined): boolean {
  if (wanted === undefined || got === undefined) return wanted === got;
  if (wanted.startsWith('--')) return got.slice(5).startsWith(wanted.slice(2));
  return timeParts(got, wanted) === timeParts(wanted, wanted);
}

/** Microseconds, and `+00:00` for `Z`. */
function timeParts(stamp: string, wanted: string): string {
  const match = /^(.{19})(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/.exec(stamp);
  if (match === null) return stamp;
  const [, seconds, fraction = '', offset = ''] = match;
  const hasOffset = /(?:Z|[+-]\d\d:\d\d)$/.test(wanted);
  const shownOffset = hasOffset ? offset.replace('Z', '+00:00') : '';
  return `${seconds}.${fraction.padEnd(6, '0').slice(0, 6)}${shownOffset}`;
}

/** syslog-ng's suite asserts name-value pairs, and says nothing of the others. */
function isSameData(wanted: object, got: object, isPartial: boolean): boolean {
  if (!isPartial) return canonical(wanted) === canonical(got);
  return Object.entries(wanted).every(([id, element]) => {
    const found = (got as Record<string, Record<string, unknown>>)[id] ?? {};
    return Object.entries(element as object).every(([name, value]) => found[name] === value);
  });
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
    return Object.fromEntries(
      Object.entries(item).sort(([one], [other]) => (one < other ? -1 : 1)),
    );
  });
}

function suiteOf(id: string): string {
  return id.slice(0, id.indexOf('-'));
}
