import { HEADER_VALUES, VERSION } from './header-values.ts';
import type { MessageText } from './message-text.ts';
import { NameTable } from './name-table.ts';
import type { ParameterRange, StructuredDataCollector } from './structured-data.ts';
import type { StructuredData } from './syslog-message.ts';
import type { SyslogView } from './syslog-view.ts';

type Element = Record<string, string | string[]>;

/**
 * Makes objects that inherit nothing, since names come from the network and `__proto__` must be a name like any other.
 * Unlike those of `Object.create(null)` they are not hash tables, which is three times as fast (bench/syslog-parser.ts).
 */
const Bare = function bare() {} as unknown as new () => object;
Bare.prototype = Object.create(null);

/** Makes an object of the structured data of a message. Elements of one id that come twice are joined. */
export class StructuredDataObject implements StructuredDataCollector {
  data: Record<string, Element> = withoutPrototype();
  hasDuplicate = false;
  readonly #text: MessageText;
  readonly #ids = new NameTable();
  readonly #names = new NameTable();
  #element: Element = withoutPrototype();
  /** Whether the element's SD-ID came before, and so perhaps its names. */
  #isJoined = false;

  constructor(text: MessageText) {
    this.#text = text;
  }

  begin(_bytes: Uint8Array): void {
    this.data = withoutPrototype();
    this.hasDuplicate = false;
    this.#ids.begin();
  }

  element(start: number, end: number): void {
    const ids = this.#ids;
    const id = ids.take(this.#text, start, end);
    this.#names.begin();
    const known = ids.mayRepeat ? this.data[id] : undefined;
    this.#isJoined = known !== undefined;
    if (known === undefined) {
      this.#element = withoutPrototype();
      this.data[id] = this.#element;
    } else {
      this.#element = known;
      this.hasDuplicate = true;
    }
  }

  parameter(range: ParameterRange): void {
    const raw = this.#text.slice(range.valueStart, range.valueEnd);
    const value = range.hasEscapes ? unescape(raw) : raw;
    const name = this.#names.take(this.#text, range.nameStart, range.nameEnd);
    if (this.#names.mayRepeat || this.#isJoined) add(this.#element, name, value);
    else this.#element[name] = value;
  }
}

/**
 * Adds what only the header says to `data`, or to a new object: under registered names, as in syslog-ng, `meta.sequenceId` and
 * `timeQuality.isSynced`; else in the element `header`, see `HEADER_VALUES`.
 */
export function headerData(
  text: MessageText,
  view: SyslogView,
  data: Record<string, Element> = withoutPrototype(),
): StructuredData {
  if (view.sequenceStart !== -1) {
    add(elementOf(data, 'meta'), 'sequenceId', text.slice(view.sequenceStart, view.sequenceEnd));
  }
  if (view.clockMark !== 0) {
    add(elementOf(data, 'timeQuality'), 'isSynced', view.clockMark === 0x2a ? '0' : '1');
  }
  for (let name = 0; name < HEADER_VALUES.length; name++) {
    // A VERSION has a field of its own.
    if (!view.hasHeader(name) || name === VERSION) continue;
    const start = view.headerRanges[2 * name] as number;
    const value = text.slice(start, view.headerRanges[2 * name + 1] as number);
    add(elementOf(data, 'header'), HEADER_VALUES[name] as string, value);
  }
  return data;
}

function elementOf(data: Record<string, Element>, id: string): Element {
  const known = data[id];
  if (known !== undefined) return known;
  const element: Element = withoutPrototype();
  data[id] = element;
  return element;
}

/** Adds a value to those that the name has, if it has some. */
function add(element: Element, name: string, value: string): void {
  const known = element[name];
  if (known === undefined) element[name] = value;
  else if (typeof known === 'string') element[name] = [known, value];
  else known.push(value);
}

/** `\"`, `\\` and `\]` stand for their second character; any other backslash is one (RFC 5424 section 6.3.3). */
function unescape(value: string): string {
  let text = '';
  let taken = 0;
  let at = value.indexOf('\\');
  while (at !== -1) {
    const next = value.charCodeAt(at + 1);
    if (next === 0x22 || next === 0x5c || next === 0x5d) {
      text += value.slice(taken, at);
      taken = at + 1;
    }
    at = value.indexOf('\\', at + 2);
  }
  return text + value.slice(taken);
}

function withoutPrototype<Value>(): Record<string, Value> {
  return new Bare() as Record<string, Value>;
}
