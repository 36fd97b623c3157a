import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Alias,
  type Document,
  type Scalar,
} from 'yaml';
import { Fault } from './fault.ts';
import { pathText, withKey, type Path } from './path-fault.ts';
import { substitute } from './substitute.ts';
import type { Surroundings } from './surroundings.ts';

/** Position of a value in the file, in UTF-16 units from its start. */
interface Place {
  readonly key: number | undefined;
  readonly value: number;
  /** Start of the text of a scalar, if the file has it character by character. */
  readonly text: number | undefined;
}

/** Aliases could make a small file endless. */
const MAX_VALUES = 50_000;
const MAX_DEPTH = 64;
const TOO_MANY = 'there are too many values';
const TOO_DEEP = 'the values are nested too deep';

/** A YAML file as plain data (mappings without prototype), with the place of each value. */
export class YamlTree {
  /** Offsets in the file. */
  readonly faults: Fault[] = [];
  /** Whether the file is YAML at all; otherwise `faults` say why not, and `data` means nothing. */
  readonly isYaml: boolean;
  readonly data: unknown;
  readonly #lines = new LineCounter();
  readonly #document: Document.Parsed;
  readonly #surroundings: Surroundings;
  readonly #source: string;
  readonly #places = new Map<string, Place>();
  readonly #unread = new Set<string>();
  readonly #open = new Set<unknown>();
  #values = 0;

  constructor(source: string, surroundings: Surroundings) {
    this.#source = source;
    this.#surroundings = surroundings;
    this.#document = parseDocument(source, {
      lineCounter: this.#lines,
      prettyErrors: false,
      // Found below, where the key's name is at hand.
      uniqueKeys: false,
    });
    const { errors, warnings, contents } = this.#document;
    for (const { message, pos } of [...errors, ...warnings]) {
      this.faults.push(faultOf(message, pos[0], source));
    }
    this.isYaml = errors.length === 0;
    this.data = this.isYaml ? this.#read(contents, [], undefined) : undefined;
  }

  /** From 1. */
  positionOf(offset = 0): { readonly line: number; readonly column: number } {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  /** Position of the value at `path`, or of `inText` in its text; if it is absent, of the key whose value should contain it. */
  offsetOf(path: Path, inText?: number): number {
    const place = this.#places.get(keyOf(path));
    if (place === undefined) return path.length === 0 ? 0 : this.keyOffsetOf(path.slice(0, -1));
    return place.text === undefined || inText === undefined ? place.value : place.text + inText;
  }

  /** Position of the key of the value at `path`. */
  keyOffsetOf(path: Path): number {
    return this.#places.get(keyOf(path))?.key ?? this.offsetOf(path);
  }

  /** Whether the value at `path` refers to something that could not be read. */
  isUnread(path: Path): boolean {
    return this.#unread.has(keyOf(path));
  }

  #read(node: unknown, path: Path, key: number | undefined): unknown {
    const place = { key, value: startOf(node) ?? key ?? 0, text: undefined };
    this.#places.set(keyOf(path), place);
    this.#values++;
    if (this.#values > MAX_VALUES) {
      // Said once: there may be no end of them.
      if (this.#values === MAX_VALUES + 1) this.#fault(TOO_MANY, 'use fewer aliases', place);
      return undefined;
    }
    if (path.length > MAX_DEPTH) {
      this.#fault(withKey(path.slice(0, 3), TOO_DEEP), 'write fewer brackets', place);
      return undefined;
    }
    if (isAlias(node)) return this.#readAlias(node, path, place);
    if (isScalar(node)) return this.#readScalar(node, path, place);
    this.#open.add(node);
    const data = isMap(node) ? this.#readMap(node.items, path) : this.#readSeq(node, path);
    this.#open.delete(node);
    return data;
  }

  #readSeq(node: unknown, path: Path): unknown[] | undefined {
    if (!isSeq(node)) return undefined;
    return node.items.map((item, index) => this.#read(item, [...path, index], undefined));
  }

  #readAlias(alias: Alias, path: Path, place: Place): unknown {
    const target = alias.resolve(this.#document);
    if (target === undefined || this.#open.has(target)) {
      const what = target === undefined ? 'has no anchor before it' : 'holds itself';
      const found = withKey(path, `the alias *${alias.source} ${what}`);
      this.#fault(found, 'write the value out', place);
      this.#unread.add(keyOf(path));
      return undefined;
    }
    return this.#read(target, path, place.key);
  }

  #readMap(items: readonly unknown[], path: Path): Record<string, unknown> {
    const data: Record<string, unknown> = Object.create(null);
    for (const pair of items) {
      if (!isPair(pair)) continue;
      const { key, value } = pair;
      const offset = startOf(key) ?? 0;
      const name = isScalar(key) ? key.source : undefined;
      if (name === undefined || name === '') {
        this.faults.push(new Fault('a key is not text', 'write a word before the colon', offset));
      } else if (name in data) {
        const { line } = this.positionOf(this.keyOffsetOf([...path, name]));
        const hint = `remove one; the first is on line ${line}`;
        const what = `\`${pathText([...path, name])}\` is written twice`;
        this.faults.push(new Fault(what, hint, offset));
      } else {
        data[name] = this.#read(value, [...path, name], offset);
      }
    }
    return data;
  }

  #readScalar(scalar: Scalar, path: Path, place: Place): unknown {
    const { value } = scalar;
    if (typeof value !== 'string') return value;
    const isQuoted = scalar.type !== 'PLAIN';
    const start = place.value + (isQuoted ? 1 : 0);
    const isVerbatim = this.#source.startsWith(value, start);
    const { text, faults } = substitute(value, this.#surroundings);
    for (const { what, hint, offset } of faults) {
      const at = isVerbatim ? start + (offset ?? 0) : place.value;
      this.faults.push(new Fault(withKey(path, what), hint, at));
    }
    if (faults.length > 0) this.#unread.add(keyOf(path));
    if (text === value) {
      if (isVerbatim) this.#places.set(keyOf(path), { ...place, text: start });
      return value;
    }
    return isQuoted ? text : toPlainValue(text);
  }

  #fault(what: string, hint: string, place: Place): void {
    this.faults.push(new Fault(what, hint, place.value));
  }
}

/** Text substituted into an unquoted value is parsed as if it had been written there. */
function toPlainValue(text: string): unknown {
  if (/^-?\d{1,15}$/.test(text)) return Number(text);
  return text === 'true' || text === 'false' ? text === 'true' : text;
}

function startOf(node: unknown): number | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)
    ? node.range?.[0]
    : undefined;
}

function keyOf(path: Path): string {
  return path.map(String).join('\0');
}

/** A bracketed IPv6 address, which YAML takes for a list. */
const UNQUOTED = /(?:^|[\s[{,])(\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\]:\d*)/;

/** A finding of the parser, in words for the operator. */
function faultOf(message: string, offset: number, source: string): Fault {
  const lineStart = source.lastIndexOf('\n', offset - 1) + 1;
  const address = UNQUOTED.exec(source.slice(lineStart).split('\n', 1)[0] ?? '')?.[1];
  if (address !== undefined) {
    return new Fault('YAML: an unquoted [ begins a list', `write "${address}"`, offset);
  }
  const closing = /^Flow (?:map|sequence) .* end with a ([}\]])$/.exec(message)?.[1];
  if (closing === undefined) {
    const text = message.charAt(0).toLowerCase() + message.slice(1);
    return new Fault(`YAML: ${text}`, 'correct the YAML here', offset);
  }
  const what = `YAML: an earlier ${closing === '}' ? '{' : '['} is not closed, or its lines are not indented`;
  return new Fault(what, `add the ${closing} or indent them`, offset);
}
