import { Command } from 'ioredis';
import { ByteWriter } from '../../event/byte-writer.ts';
import { RUN_WORDS } from '../batch.ts';
import type { Parcel } from '../parcel.ts';
import type { BatchScript } from './batch-script.ts';
import { bulkString } from './bulk-string.ts';
import type { Stream, StreamBook } from './stream-book.ts';

export interface ScriptCallSettings {
  readonly script: BatchScript;
  /** The key of the state; `stream`: the first one of the batch. */
  readonly stateKey: (lane: string, stream: Stream) => string;
  readonly fieldNames: readonly string[];
  readonly maxLength: number | undefined;
  readonly maxAgeMs: number | undefined;
  /** Whether a repeat must be a write, so that WAIT covers it. */
  readonly writesRepeats: boolean;
}

/** One call of the script of a batch. */
export interface ScriptCall {
  readonly command: Command;
  /** The stream of each run. */
  readonly streams: readonly Stream[];
}

/** The state expires when its lane is not used for 30 days. */
const STATE_TTL_SECONDS = 30 * 24 * 60 * 60;
/** Arguments before the names of the fields: see `batchScript`. */
const FIXED_ARGUMENTS = 7;
const ASTERISK = 0x2a;
const DOLLAR = 0x24;
const CRLF = Buffer.from('\r\n');

/** Makes the calls of a destination: a header, and the parcel's own bytes unchanged after it. */
export class ScriptCalls {
  readonly #settings: ScriptCallSettings;
  readonly #book: StreamBook;
  readonly #evalSha: Buffer;
  readonly #eval: Buffer;
  /** The arguments between `next` and the number of runs. */
  readonly #limits: Buffer;
  readonly #fieldNames: Buffer;

  constructor(settings: ScriptCallSettings, book: StreamBook) {
    const { script, fieldNames, maxLength = '', maxAgeMs = '', writesRepeats } = settings;
    this.#settings = settings;
    this.#book = book;
    this.#evalSha = bulkStrings(['EVALSHA', script.sha]);
    this.#eval = bulkStrings(['EVAL', script.text]);
    const limits = [STATE_TTL_SECONDS, maxLength, maxAgeMs, writesRepeats ? 1 : ''];
    this.#limits = bulkStrings(limits.map(String));
    this.#fieldNames = bulkStrings(fieldNames);
  }

  /** `withText`: for a server that does not know the script. */
  create(parcel: Parcel, withText: boolean): ScriptCall {
    const streams = this.#streamsOf(parcel);
    const header = this.#header(parcel, streams, withText ? this.#eval : this.#evalSha);
    const { buffer, byteOffset } = parcel.bytes;
    const entries = Buffer.from(buffer, byteOffset, parcel.used);
    const command = new Command(withText ? 'eval' : 'evalsha', [], { replyEncoding: 'utf8' });
    command.toWritable = (target: object) => writeBehind(header, entries, target as CorkedTarget);
    return { command, streams };
  }

  #streamsOf({ runs, names }: Parcel): Stream[] {
    const streams: Stream[] = [];
    for (let at = 0; at < runs.length; at += RUN_WORDS) {
      streams.push(this.#book.find(names[runs[at] as number] as string));
    }
    return streams;
  }

  #header(parcel: Parcel, streams: readonly Stream[], name: Buffer): Buffer {
    const { fieldNames, stateKey } = this.#settings;
    const { runs, events, lane, prev, next } = parcel;
    const keys = new Map<Stream, number>();
    for (const stream of streams) if (!keys.has(stream)) keys.set(stream, keys.size + 2);
    const fields = fieldNames.length;
    const fixed = 3 + 1 + keys.size + FIXED_ARGUMENTS;
    const out = new ByteWriter(name.length + 1024 + 64 * (keys.size + streams.length));
    writeCount(ASTERISK, fixed + fields + 2 * streams.length + fields * events, out);
    writeAll(name, out);
    writeNumber(keys.size + 1, out);
    writeAll(bulkString(stateKey(lane, streams[0] as Stream)), out);
    for (const { bulk } of keys.keys()) writeAll(bulk, out);
    writeNumber(prev, out);
    writeNumber(next, out);
    writeAll(this.#limits, out);
    writeNumber(streams.length, out);
    writeAll(this.#fieldNames, out);
    for (const [run, stream] of streams.entries()) {
      writeNumber(keys.get(stream) as number, out);
      writeNumber(runs[RUN_WORDS * run + 2] as number, out);
    }
    return out.bytes.subarray(0, out.at);
  }
}

type CorkedTarget = Pick<NodeJS.WriteStream, 'cork' | 'uncork' | 'write'>;

/** Writes the header; returns what the caller writes next. Both leave in one system call. */
function writeBehind(header: Buffer, entries: Buffer, target: CorkedTarget): Buffer {
  target.cork();
  target.write(header);
  process.nextTick(() => target.uncork());
  return entries;
}

function bulkStrings(texts: readonly string[]): Buffer {
  return Buffer.concat(texts.map(bulkString));
}

function writeNumber(value: number, out: ByteWriter): void {
  let digits = 1;
  for (let limit = 10; value >= limit && digits < 16; limit *= 10) digits++;
  writeCount(DOLLAR, digits, out);
  out.ensure(digits + CRLF.length);
  out.padded(value, digits);
  out.all(CRLF);
}

function writeCount(kind: number, count: number, out: ByteWriter): void {
  out.ensure(20);
  out.byte(kind);
  out.decimal(count);
  out.all(CRLF);
}

function writeAll(bytes: Buffer, out: ByteWriter): void {
  out.ensure(bytes.length);
  out.bytes.set(bytes, out.at);
  out.at += bytes.length;
}
