import { ByteWriter } from '../event/byte-writer.ts';
import type { EventView } from '../event/event-view.ts';
import type { Macro, Put } from './macro.ts';

/** An argument of a function: rendered as it is, into memory of its own. */
export class Argument {
  /** The argument as it is written in the template. */
  readonly text: string;
  readonly out = new ByteWriter(256);
  readonly #render: Macro;

  constructor(text: string, render: Macro) {
    this.text = text;
    this.#render = render;
  }

  render(view: EventView, lineStart: number, lineEnd: number): void {
    this.out.at = 0;
    this.#render(view, lineStart, lineEnd, this.out);
  }
}

/** Makes the macro of a function, or says what is wrong with its arguments. */
type TemplateFunction = (args: readonly Argument[], put: Put) => Macro | string;

const MAX_BUCKETS = 2 ** 31;
const SLASH = 0x2f;
const UNDERSCORE = 0x5f;

/** The functions of templates, by name. Letters beyond ASCII keep their case. */
export const TEMPLATE_FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  echo: (args, put) => joined(args, put, 0x20),
  lowercase: (args, put) => joined(args, mapped(put, toLowerCase), 0x20),
  uppercase: (args, put) => joined(args, mapped(put, toUpperCase), 0x20),
  sanitize: (args, put) =>
    args.some((arg) => arg.text.startsWith('-'))
      ? '$(sanitize) takes no options here; leave them out'
      : joined(args, mapped(put, toFileName), SLASH),
  length: (args) => (view, lineStart, lineEnd, out) => {
    for (let i = 0; i < args.length; i++) {
      const arg = args[i] as Argument;
      arg.render(view, lineStart, lineEnd);
      out.ensure(17);
      if (i > 0) out.byte(0x20);
      out.decimal(arg.out.at);
    }
  },
  substr: createSubstring,
  hash: createHash,
};

/** Writes the arguments with `separator` between them. */
function joined(args: readonly Argument[], put: Put, separator: number): Macro {
  return (view, lineStart, lineEnd, out) => {
    for (let i = 0; i < args.length; i++) {
      const arg = args[i] as Argument;
      arg.render(view, lineStart, lineEnd);
      out.ensure(1);
      if (i > 0) out.byte(separator);
      put(arg.out.bytes, 0, arg.out.at, out);
    }
  };
}

/** Writes by `put` after each byte was changed in place; the bytes are those of an argument's own memory. */
function mapped(put: Put, map: (byte: number) => number): Put {
  return (bytes, start, end, out) => {
    for (let i = start; i < end; i++) bytes[i] = map(bytes[i] as number);
    put(bytes, start, end, out);
  };
}

function toLowerCase(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}

function toUpperCase(byte: number): number {
  return byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte;
}

function toFileName(byte: number): number {
  return byte < 0x20 || byte === SLASH ? UNDERSCORE : byte;
}

/** `$(substr value start [length])` in bytes; a negative start counts from the end, so does the end with a negative length. */
function createSubstring(args: readonly Argument[], put: Put): Macro | string {
  const [value, startText, lengthText] = args;
  const from = toInteger(startText?.text);
  const length = lengthText === undefined ? Infinity : toInteger(lengthText.text);
  if (value === undefined || from === undefined || length === undefined || args.length > 3) {
    return 'write $(substr value start length) with integers for start and length';
  }
  return (view, lineStart, lineEnd, out) => {
    value.render(view, lineStart, lineEnd);
    const size = value.out.at;
    const start = from < 0 ? Math.max(0, size + from) : from;
    const end = length < 0 ? size + length : Math.min(size, start + length);
    if (start < end) put(value.out.bytes, start, end, out);
  };
}

/** `$(hash N value)`: an integer from 0 to N − 1 that depends on nothing but the bytes of the value. */
function createHash(args: readonly Argument[]): Macro | string {
  const [bucketsText, value] = args;
  const buckets = toInteger(bucketsText?.text) ?? 0;
  if (value === undefined || args.length > 2 || buckets < 1 || buckets > MAX_BUCKETS) {
    return 'write $(hash N value) with an integer N of 1 or more';
  }
  return (view, lineStart, lineEnd, out) => {
    value.render(view, lineStart, lineEnd);
    out.ensure(10);
    out.decimal(hashOf(value.out.bytes, value.out.at) % buckets);
  };
}

/** FNV-1a of 32 bits, then mixed (the last step of MurmurHash3), so that few buckets fill evenly. Never change it. */
function hashOf(bytes: Uint8Array, length: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function toInteger(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,10}$/.test(text) ? Number(text) : undefined;
}
