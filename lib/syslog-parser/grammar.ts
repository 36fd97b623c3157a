import { GRAMMAR_CODE } from './grammar-code.ts';
import { GrammarView } from './grammar-view.ts';

/** Below lies what the code itself needs. */
const SCRATCH_AT = 4096;
/** Room for any datagram as UTF-8. */
export const SCRATCH_BYTES = 3 * 65_536;
/** Of a longer message this is read, the rest is text. */
const MAX_BYTES = 64 * 1024 * 1024;
/** More than the code looks at behind a message. */
const SLACK = 32;
const PAGE_BYTES = 65_536;
/** Above, an array is worth making. */
const MAX_LOOP = 512;

/** Options, see grammar/options.ts. */
export const EXPECTS_HOSTNAME = 1;
export const TESTS_HOSTNAME = 2;
export const TESTS_APP_NAME = 4;
export const AS_RFC3164 = 8;
export const AS_RFC5424 = 16;

/**
 * What `recognise` finds: nothing of syslog; PRI and a time of RFC 3164 or its dialects; PRI, VERSION and TIMESTAMP of RFC 5424; a PRI, or
 * such a time, alone.
 */
export const NOTHING = 0;
export const PRI_AND_TIME = 1;
export const PRI_AND_VERSION = 2;
export const PRI_ALONE = 3;
export const TIME_ALONE = 4;

/** Room for the rows that structured data takes: sixteen bytes for the three of `[a]`. */
const ROW_BYTES_PER_BYTE = 6;

/** Whether the caller takes a word, `[start, end)` of the message's bytes, for what it seems to be. */
export type WordTest = (bytes: Uint8Array, start: number, end: number) => boolean;

/** What grammar/grammar.ts exports; positions are addresses. */
interface Code {
  viewAddress(): number;
  read(start: number, end: number, base: number, options: number): number;
  walk(start: number, end: number, rows: number): number;
  rowsEnd(): number;
  mnemonicAt(start: number, end: number): number;
  recognise(start: number, end: number): number;
}

let compiled: WebAssembly.Module | undefined;
let common: Grammar | undefined;

/** A grammar for one message that is longer than `SCRATCH_BYTES`. */
export function grammarFor(length: number): Grammar {
  return new Grammar(0, Math.min(length, MAX_BYTES));
}

/** The grammar of all who were given none; one message at a time. */
export function commonGrammar(): Grammar {
  common ??= new Grammar();
  return common;
}

/**
 * The compiled grammars (grammar/grammar.ts) and the memory they work in. Messages are read where they lie when that is in `scratch` or
 * `inPlace`, any others are copied to the scratch first.
 */
export class Grammar {
  readonly memory: WebAssembly.Memory;
  /** For one message at a time; what is read from elsewhere is copied here. */
  readonly scratch: Buffer;
  /** What was read of the last message. */
  readonly view: GrammarView;
  /** For whatever the owner puts there. */
  readonly inPlace: Buffer;
  /** Asked about words when the options say so. */
  isHostname: WordTest | undefined = undefined;
  isAppName: WordTest | undefined = undefined;

  /** What `walk` found: rows of four words, see grammar/structured-data.ts, with positions that count from `base`. */
  readonly rows: Int32Array;
  /** The address of the caller's `bytes[0]`. */
  base = 0;
  /** Whether rows are being read. */
  isWalking = false;

  readonly #code: Code;
  readonly #rowsAt: number;
  /** The arrays met last that lie in this memory, and their addresses. */
  #first: Uint8Array;
  #firstAt: number;
  #second: Uint8Array;
  #secondAt: number;
  #bytes: Uint8Array;

  /** `inPlaceBytes`: size of `inPlace`. `scratchBytes`: longer messages cannot be copied. Memory is taken when it is first used. */
  constructor(inPlaceBytes = 0, scratchBytes = SCRATCH_BYTES) {
    const rowsAt = (SCRATCH_AT + scratchBytes + SLACK + 7) & ~7;
    const inPlaceAt = rowsAt + ((scratchBytes * ROW_BYTES_PER_BYTE) & ~7);
    const size = inPlaceAt + inPlaceBytes + SLACK;
    const memory = new WebAssembly.Memory({ initial: Math.ceil(size / PAGE_BYTES) });
    this.memory = memory;
    compiled ??= new WebAssembly.Module(Buffer.from(GRAMMAR_CODE, 'base64'));
    this.#code = new WebAssembly.Instance(compiled, {
      env: { memory },
      rfc3164: {
        isHostname: (start: number, end: number) =>
          this.isHostname?.(this.#bytes, start - this.base, end - this.base) !== false,
        isAppName: (start: number, end: number) =>
          this.isAppName?.(this.#bytes, start - this.base, end - this.base) !== false,
      },
    }).exports as Code;
    this.scratch = Buffer.from(memory.buffer, SCRATCH_AT, scratchBytes);
    this.inPlace = Buffer.from(memory.buffer, inPlaceAt, inPlaceBytes);
    this.view = new GrammarView(memory.buffer, this.#code.viewAddress());
    this.#rowsAt = rowsAt;
    this.rows = new Int32Array(memory.buffer, rowsAt, (inPlaceAt - rowsAt) >> 2);
    this.#first = this.scratch;
    this.#firstAt = SCRATCH_AT;
    this.#second = this.inPlace;
    this.#secondAt = inPlaceAt;
    this.#bytes = this.scratch;
  }

  /** Where reading `[start, end)` has to end. */
  endOf(start: number, end: number): number {
    return Math.min(end, start + this.scratch.length);
  }

  /**
   * Reads `bytes[start, end)`, but for structured data, into `view`, by the format that `options` name, or else by the one it has: RFC 5424
   * when its VERSION and TIMESTAMP, or a whole header of it without a time, stand there. Returns whether it was RFC 5424.
   */
  read(bytes: Uint8Array, start: number, end: number, options: number): boolean {
    const at = this.#place(bytes, start, end);
    return this.#code.read(at, at + (end - start), at - start, options) !== 0;
  }

  /** Takes a message to walk over. */
  take(bytes: Uint8Array, start: number, end: number): void {
    this.#place(bytes, start, end);
  }

  /**
   * Walks over the structured data at `start` of the message taken or read last, which nothing has changed since; returns the position
   * behind it, or -1. `rows` has what was found until then.
   */
  walk(start: number, end: number): number {
    const { base } = this;
    const behind = this.#code.walk(base + start, base + end, this.#rowsAt);
    return behind === -1 ? -1 : behind - base;
  }

  /** The words of the rows that `walk` wrote. */
  get rowWords(): number {
    return (this.#code.rowsEnd() - this.#rowsAt) >> 2;
  }

  /**
   * Where, in the message taken or read last, Cisco's mnemonic at `start` has its first dash and the colon that ends it: how far behind
   * `start`, the former times 256; 0 when there is none.
   */
  mnemonicAt(start: number, end: number): number {
    return this.#code.mnemonicAt(this.base + start, this.base + end);
  }

  /**
   * What the first bytes of `bytes[start, end)` say, one of the numbers above. It demands enough that kernel text
   * (`[   12.345678] x`, `Mar is a word`) passes for nothing; values are not checked.
   */
  recognise(bytes: Uint8Array, start: number, end: number): number {
    const at = this.#place(bytes, start, end);
    return this.#code.recognise(at, at + (end - start));
  }

  /** The address of `bytes[start]`, after they were copied here if they lie elsewhere. */
  #place(bytes: Uint8Array, start: number, end: number): number {
    let at: number;
    if (bytes === this.#first) at = this.#firstAt + start;
    else if (bytes === this.#second) at = this.#secondAt + start;
    else at = this.#placeOther(bytes, start, end);
    this.#bytes = bytes;
    this.base = at - start;
    return at;
  }

  #placeOther(bytes: Uint8Array, start: number, end: number): number {
    if (bytes.buffer !== this.scratch.buffer) {
      this.#copy(bytes, start, end);
      return SCRATCH_AT;
    }
    this.#second = this.#first;
    this.#secondAt = this.#firstAt;
    this.#first = bytes;
    this.#firstAt = bytes.byteOffset;
    return this.#firstAt + start;
  }

  /** A part of an array that is not long is copied byte by byte: an array for it would be an allocation for each message. */
  #copy(bytes: Uint8Array, start: number, end: number): void {
    const { scratch } = this;
    if (start === 0 && end === bytes.length) scratch.set(bytes);
    else if (end - start > MAX_LOOP) scratch.set(bytes.subarray(start, end));
    else for (let at = start, to = 0; at < end; at++, to++) scratch[to] = bytes[at] as number;
  }
}
