import { checkBytes, checkObject, checkOptional } from './check-arguments.ts';
import { commonGrammar, type Grammar, grammarFor, SCRATCH_BYTES } from './grammar.ts';

/** One parameter; ranges of the bytes walked over. The value is without its quotes, its escapes as sent. */
export interface ParameterRange {
  nameStart: number;
  nameEnd: number;
  valueStart: number;
  valueEnd: number;
  /** Whether the value holds a backslash: then `\"`, `\\` and `\]` in it stand for one byte each. */
  hasEscapes: boolean;
}

export interface StructuredDataVisitor {
  /** A new element, whose SD-ID is `bytes[start, end)`. */
  element(start: number, end: number): void;
  /** A parameter of the last element. `range` is used again for the next one. */
  parameter(range: ParameterRange): void;
}

/** Hears of the structured data of one message after the other, while it is decoded. */
export interface StructuredDataCollector extends StructuredDataVisitor {
  /** Begins with a message. */
  begin(bytes: Uint8Array): void;
  /** Whether an SD-ID came twice since (RFC 5424 section 6.3.2 forbids it). */
  readonly hasDuplicate: boolean;
}

const range: ParameterRange = {
  nameStart: 0,
  nameEnd: 0,
  valueStart: 0,
  valueEnd: 0,
  hasEscapes: false,
};

/**
 * Walks over `1*("[" SD-ID *(SP NAME "=" VALUE) "]")` at `start` and tells `visitor` what it finds; returns the
 * position behind the last `]`, or -1 when the brackets do not hold that. Tolerated: values without quotes (as
 * ESXi sends them), blanks around parameters, values with an unescaped `]`. Linear in `end - start`.
 */
export function walkStructuredData(
  bytes: Uint8Array,
  start: number,
  end: number,
  visitor: StructuredDataVisitor,
): number {
  checkBytes('bytes', bytes);
  checkObject('visitor', visitor);
  checkOptional('visitor.element', 'function', Reflect.get(visitor, 'element'));
  checkOptional('visitor.parameter', 'function', Reflect.get(visitor, 'parameter'));
  const common = commonGrammar();
  const grammar = end - start <= SCRATCH_BYTES ? common : grammarFor(end - start);
  const readEnd = grammar.endOf(start, end);
  grammar.take(bytes, start, readEnd);
  return walkOn(grammar, start, readEnd, visitor);
}

/** The same for the message that `grammar` has taken or read. */
export function walkOn(
  grammar: Grammar,
  start: number,
  end: number,
  visitor: StructuredDataVisitor,
): number {
  // A visitor may walk over other data itself: what it had not heard of yet is put back then.
  const outer = grammar.isWalking ? grammar.rows.slice(0, grammar.rowWords) : undefined;
  const behind = grammar.walk(start, end);
  grammar.isWalking = true;
  try {
    tell(grammar.rows, grammar.rowWords, grammar.base, visitor);
  } finally {
    grammar.isWalking = outer !== undefined;
    if (outer !== undefined) grammar.rows.set(outer);
  }
  return behind;
}

function tell(rows: Int32Array, words: number, base: number, visitor: StructuredDataVisitor): void {
  for (let at = 0; at < words; at += 4) {
    const start = (rows[at] as number) - base;
    const end = (rows[at + 1] as number) - base;
    const valueStart = rows[at + 2] as number;
    if (valueStart === -1) {
      visitor.element(start, end);
      continue;
    }
    const valueEnd = rows[at + 3] as number;
    range.nameStart = start;
    range.nameEnd = end;
    range.valueStart = valueStart - base;
    range.hasEscapes = valueEnd < 0;
    range.valueEnd = (valueEnd < 0 ? ~valueEnd : valueEnd) - base;
    visitor.parameter(range);
  }
}
