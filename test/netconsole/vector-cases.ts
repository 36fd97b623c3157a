import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Packet } from './decode-recording.ts';

/** What is compared of an event; numbers of 64 bits as digits. */
export interface ComparedEvent {
  readonly format: string;
  readonly signal?: string;
  readonly hostname?: string;
  readonly facility?: number;
  readonly severity?: number;
  readonly message?: string;
  readonly kernel?: Readonly<Record<string, unknown>>;
  readonly problems?: readonly string[];
}

/** One case of `netconsole.jsonl`. */
export interface Vector {
  readonly name: string;
  readonly input: readonly Packet[];
  readonly events?: readonly ComparedEvent[];
  readonly signals?: readonly string[];
  readonly textKept?: boolean;
}

/** Parses a line of JSON, the numbers of 64 bits as digits. */
export function parseKeepingDigits(line: string): unknown {
  return JSON.parse(line.replace(/"(sequence|uptimeUs)": ?(\d+)/g, '"$1":"$2"'));
}

export const vectors = readFileSync(new URL('../vectors/netconsole.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => parseKeepingDigits(line) as Vector);

/** Signals that the text of a record causes; the cases say what becomes of the record, and do not list them. */
const SIGNALS_OF_TEXT: readonly (string | undefined)[] = ['crash', 'trouble'];

/** Fails unless `events` are what must come out of the case, in any order. */
export function expectVector(vector: Vector, events: readonly ComparedEvent[]): void {
  const compared = events.filter(({ signal }) => !SIGNALS_OF_TEXT.includes(signal));
  if (vector.textKept === true) expectTextKept(vector, compared);
  else expectEvents(vector, compared);
}

function expectEvents(vector: Vector, all: readonly ComparedEvent[]): void {
  const expected = vector.events ?? [];
  const listed = expected.filter((event) => event.signal !== undefined);
  const events = all.filter((event) => event.signal === undefined || listed.length > 0);
  expect(events).to.have.lengthOf(expected.length);
  const left = [...events];
  for (const wanted of expected) {
    const index = left.findIndex((event) => differences(event, wanted).length === 0);
    if (index < 0) expect(left[0], JSON.stringify(wanted)).to.deep.include(wanted);
    left.splice(index, 1);
  }
  if (vector.signals !== undefined) {
    const signals = all.flatMap(({ signal }) => (signal === undefined ? [] : [signal]));
    expect(signals).to.deep.equal(vector.signals);
  }
}

/** Absent `severity` and `kernel.missing` must be absent; every other absent field is not compared. */
function differences(event: ComparedEvent, wanted: ComparedEvent): string[] {
  const found: string[] = [];
  const compare = (what: string, actual: unknown, expected: unknown) => {
    if (JSON.stringify(actual) !== JSON.stringify(expected)) found.push(what);
  };
  compare('format', event.format, wanted.format);
  compare('signal', event.signal, wanted.signal);
  if (wanted.hostname !== undefined) compare('hostname', event.hostname, wanted.hostname);
  if (wanted.message !== undefined) compare('message', event.message, wanted.message);
  if (wanted.facility !== undefined) compare('facility', event.facility, wanted.facility);
  if (wanted.signal === undefined) compare('severity', event.severity, wanted.severity);
  compare('missing', event.kernel?.['missing'], wanted.kernel?.['missing']);
  for (const [key, value] of Object.entries(wanted.kernel ?? {})) {
    compare(key, sorted(event.kernel?.[key]), sorted(value));
  }
  for (const problem of wanted.problems ?? []) {
    if (event.problems?.includes(problem) !== true) found.push(problem);
  }
  return found;
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function expectTextKept(vector: Vector, events: readonly ComparedEvent[]): void {
  expect(events.length).to.be.greaterThan(0);
  for (const packet of vector.input) {
    const bytes = Buffer.from(packet.b64 ?? packet.payload ?? '', packet.b64 ? 'base64' : 'utf8');
    const text = bytes.toString().replace(/\n?\0*$/, '');
    expect(events.some(({ message }) => message?.includes(text) === true)).to.equal(true);
  }
}
