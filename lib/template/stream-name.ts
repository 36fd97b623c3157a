import { hostname } from 'node:os';
import { ByteWriter } from '../event/byte-writer.ts';
import type { EventView } from '../event/event-view.ts';
import { utf8SequenceLength } from '../event/utf8.ts';
import { EventClock } from './event-clock.ts';
import { constant, inSequence, putRaw } from './macro.ts';
import type { Macro } from './macro.ts';
import { MacroCompiler } from './macro-compiler.ts';
import { parseTemplate } from './parse-template.ts';
import type { TemplatePart } from './parse-template.ts';
import { HASH_LENGTH, writeHash, writePercent } from './safe-segment.ts';
import type { TemplateProblem } from './template-problem.ts';

/** A template of stream names ready to render; one object per thread. */
export interface CompiledStreamName {
  /** Appends the name of the event's stream, valid UTF-8. No value adds a brace to it. Never throws. */
  render(view: EventView, out: ByteWriter): void;
  /** Whether all events of one `view.host` have the same stream. */
  readonly dependsOnlyOnHost: boolean;
  /** The name with `_overflow` for every macro; undefined when there is no macro. */
  readonly overflowName: string | undefined;
}

/** A longer value is cut and ends in a hash of the whole. */
const MAX_VALUE_LENGTH = 512;
const OVERFLOW = '_overflow';

const PERCENT = 0x25;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const UNDERSCORE = 0x5f;

/** Compiles the name of a Redis stream, or returns all that is wrong with it. */
export function compileStreamName(text: string): CompiledStreamName | TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  const parts = parseTemplate(text, problems, 'refused');
  const compiler = new MacroCompiler({
    isImported: false,
    loghost: hostname(),
    dates: { clock: new EventClock('local'), fractionDigits: 6, unprefixed: 'arrival' },
  });
  const macros = parts.map((part) =>
    part.kind === 'literal' ? constant(part.text) : asValue(compiler.compile(part, putRaw)),
  );
  problems.push(...compiler.problems, ...problemsOfBraces(parts));
  if (problems.length > 0) return problems.sort((a, b) => a.offset - b.offset);
  const macro = inSequence(macros);
  return {
    render: (view, out) => macro(view, view.textStart, view.textEnd, out),
    dependsOnlyOnHost: compiler.dependsOnlyOnHost,
    overflowName: overflowOf(parts),
  };
}

function overflowOf(parts: readonly TemplatePart[]): string | undefined {
  if (parts.every(({ kind }) => kind === 'literal')) return undefined;
  return parts.map((part) => (part.kind === 'literal' ? part.text : OVERFLOW)).join('');
}

/** Writes what `macro` gives as part of a stream's name. */
function asValue(macro: Macro): Macro {
  const value = new ByteWriter(256);
  return (view, lineStart, lineEnd, out) => {
    value.at = 0;
    macro(view, lineStart, lineEnd, value);
    writeStreamValue(value.bytes, value.at, out);
  };
}

/** Braces, `%`, control bytes and bytes that are not UTF-8 become `%XX`; an empty value becomes `_`. */
function writeStreamValue(bytes: Uint8Array, length: number, out: ByteWriter): void {
  out.ensure(3 * length + MAX_VALUE_LENGTH + 1);
  const first = out.at;
  if (length === 0) out.byte(UNDERSCORE);
  for (let at = 0; at < length;) {
    const sequence = utf8SequenceLength(bytes, at, length);
    const next = at + Math.abs(sequence);
    if (out.at - first + 3 * (next - at) > MAX_VALUE_LENGTH) {
      cut(bytes, length, first, out);
      return;
    }
    if (sequence > 1 || (sequence === 1 && isPlain(bytes[at] as number)))
      out.range(bytes, at, next);
    else for (; at < next; at++) writePercent(bytes[at] as number, out);
    at = next;
  }
}

/** Ends what was written with a hash of the value, after a whole character. */
function cut(bytes: Uint8Array, length: number, first: number, out: ByteWriter): void {
  let end = Math.min(out.at, first + MAX_VALUE_LENGTH - HASH_LENGTH);
  while (end > first && ((out.bytes[end] as number) & 0xc0) === 0x80) end--;
  out.at = end;
  writeHash(bytes, 0, length, out);
}

function isPlain(byte: number): boolean {
  if (byte < 0x20 || byte === 0x7f) return false;
  return byte !== PERCENT && byte !== OPEN_BRACE && byte !== CLOSE_BRACE;
}

/** Redis Cluster hashes the text between the first pair of braces: literal braces must be a pair around something. */
function problemsOfBraces(parts: readonly TemplatePart[]): TemplateProblem[] {
  if (parts.length === 0) return [{ offset: 0, message: 'the name is empty; write a stream' }];
  const problems: TemplateProblem[] = [];
  const unpaired = (offset: number): void => {
    problems.push({ offset, message: 'a brace is not paired; write both { and } or neither' });
  };
  let open: { readonly offset: number; isEmpty: boolean } | undefined;
  for (const part of parts) {
    if (part.kind !== 'literal') {
      if (open !== undefined) open.isEmpty = false;
      continue;
    }
    for (let index = 0; index < part.text.length; index++) {
      const character = part.text[index];
      const offset = part.offset + index;
      if (character === '{') {
        if (open !== undefined) unpaired(open.offset);
        open = { offset, isEmpty: true };
      } else if (character === '}') {
        if (open === undefined) unpaired(offset);
        else if (open.isEmpty) {
          const message = '{} holds no hash tag; write text between the braces or remove them';
          problems.push({ offset: open.offset, message });
        }
        open = undefined;
      } else if (open !== undefined) open.isEmpty = false;
    }
  }
  if (open !== undefined) unpaired(open.offset);
  return problems;
}
