import { readFileSync } from 'node:fs';
import type { Packet } from '../netconsole/decode-recording.ts';

/** What an event has to be; `null`: absent, `contains`: words that stand anywhere in the event. */
export type Wanted = Readonly<Record<string, unknown>>;

/** A message as senders write it, and the events that must come of it, in any order. */
export interface FieldCase {
  readonly id: string;
  readonly kind: string;
  readonly input: readonly Packet[];
  readonly expect: readonly Wanted[];
}

export type PrintedEvent = Readonly<Record<string, unknown>>;

/** Reads a file of `test/vectors`. */
export function readFieldCases(name: string): readonly FieldCase[] {
  const path = new URL(`../vectors/${name}`, import.meta.url);
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as FieldCase);
}

/** Where the events differ from what a case wants; empty when they do not. */
export function fieldDifferences(one: FieldCase, events: readonly PrintedEvent[]): string[] {
  const found: string[] = [];
  if (events.length !== one.expect.length) {
    found.push(`${events.length} events instead of ${one.expect.length}`);
  }
  const left = [...events];
  for (const wanted of one.expect) {
    const index = left.findIndex((event) => differences(event, wanted).length === 0);
    if (index >= 0) left.splice(index, 1);
    else found.push(`${JSON.stringify(wanted)} is not among ${JSON.stringify(events)}`);
  }
  return found;
}

function differences(event: PrintedEvent, wanted: Wanted): string[] {
  return Object.entries(wanted).flatMap(([key, value]) => {
    if (key === 'contains') return missingWords(event, value);
    return agrees(event[key], value) ? [] : [key];
  });
}

function missingWords(event: PrintedEvent, words: unknown): string[] {
  const text = JSON.stringify({ ...event, receivedAt: undefined });
  const wanted = Array.isArray(words) ? (words as string[]) : [words as string];
  return wanted.filter((word) => !text.includes(JSON.stringify(word).slice(1, -1)));
}

/** A list is wanted whole where the event has a list, else it names what the value may be. */
function agrees(actual: unknown, wanted: unknown): boolean {
  if (wanted === null) return actual === undefined;
  if (Array.isArray(wanted)) {
    const all: readonly unknown[] = wanted;
    return Array.isArray(actual)
      ? all.every((value) => actual.includes(value))
      : all.includes(actual);
  }
  if (typeof wanted !== 'object') return actual === wanted;
  return Object.entries(wanted).every(([key, value]) =>
    agrees((actual as PrintedEvent | undefined)?.[key], value),
  );
}
