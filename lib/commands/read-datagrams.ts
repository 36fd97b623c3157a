import { createReadStream } from 'node:fs';
import { readLines } from '../recording/read-lines.ts';
import {
  parseRecordingLine,
  type Recorded,
  type RecordingProblem,
} from '../recording/recording.ts';
import { refused } from './command-error.ts';

/** More than the longest datagram takes in a recording, each of its bytes escaped. */
const MAX_LINE_BYTES = 1024 * 1024;
/** So many lines that are not datagrams, and none before them that is: the file is not a recording. */
const MAX_AT_START = 100;
/** Bad lines that are named one by one. */
const MAX_NAMED = 20;
const BRACE = 0x7b;
const NEWLINE = 0x0a;

/** `lines`: each line is a datagram; `jsonl`: a recording, see `parseRecordingLine`. */
export type InputForm = 'lines' | 'jsonl';

/**
 * Reads datagrams from a file, or from standard input for undefined. If `form` is undefined, a file that begins with `{` is a recording. Each bad line of a
 * recording is a problem that begins with `FILE:LINE: `, the first 20 of them; a file that is something else is a single problem.
 * Throws CommandError when it cannot be read.
 */
export async function* readDatagrams(
  file: string | undefined,
  form: InputForm | undefined,
): AsyncGenerator<Recorded | RecordingProblem, void, void> {
  const name = file ?? 'standard input';
  const lines = readLines(openInput(file), MAX_LINE_BYTES);
  try {
    const first = await lines.next();
    if (first.done === true) return;
    const line = first.value;
    if (form === undefined && line.includes(0)) {
      const fix = 'decompress it first, or name --input lines';
      yield { problem: `Cannot read ${name} as text: it holds NUL bytes; ${fix}` };
    } else if ((form ?? formOf(line)) === 'lines') {
      yield asDatagram(line);
      for await (const next of lines) yield asDatagram(next);
    } else yield* readRecording(name, line, lines);
  } catch (error) {
    throw refused(`Cannot read ${name}`, error);
  }
}

/** The datagrams of a recording whose first line is `first`. */
async function* readRecording(
  name: string,
  first: Buffer,
  others: AsyncIterable<Buffer>,
): AsyncGenerator<Recorded | RecordingProblem, void, void> {
  const problems = new LineProblems(name);
  let isRecording = false;
  let number = 0;
  for await (const line of chain(first, others)) {
    number++;
    if (line.every((byte) => byte <= 0x20)) continue;
    const item = readLine(line);
    if (!('problem' in item)) {
      isRecording = true;
      yield* problems.take();
      yield item;
      continue;
    }
    problems.add(number, item.problem);
    if (isRecording) yield* problems.take();
    else if (problems.size === MAX_AT_START) break;
  }
  if (isRecording) yield* problems.rest();
  else if (problems.size > 0) yield problems.notRecording();
}

/** The bad lines of one file. */
class LineProblems {
  size = 0;
  readonly #name: string;
  #first = '';
  #waiting: RecordingProblem[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  add(line: number, problem: string): void {
    this.size++;
    if (this.size === 1) this.#first = `line ${line}: ${problem}`;
    if (this.size <= MAX_NAMED) {
      this.#waiting.push({ problem: `${this.#name}:${line}: ${problem}` });
    }
  }

  /** Those to be named that were not taken yet. */
  take(): readonly RecordingProblem[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }

  /** The datagrams left at the end. */
  rest(): readonly RecordingProblem[] {
    const unnamed = this.size - MAX_NAMED;
    if (unnamed <= 0) return this.take();
    return [
      ...this.take(),
      { problem: `${this.#name}: ${unnamed} more lines are not recorded datagrams` },
    ];
  }

  notRecording(): RecordingProblem {
    const fix = 'name a file made by `record`, with one JSON object per line';
    return { problem: `Cannot read ${this.#name} as a recording: ${this.#first}; ${fix}` };
  }
}

function readLine(line: Buffer): Recorded | RecordingProblem {
  if (line.length === MAX_LINE_BYTES && line.at(-1) !== NEWLINE) {
    return { problem: `longer than ${MAX_LINE_BYTES} bytes` };
  }
  return parseRecordingLine(line.toString());
}

function asDatagram(bytes: Buffer): Recorded {
  return { bytes, t: undefined, source: undefined, dstPort: undefined };
}

function formOf(line: Buffer): InputForm {
  return line[0] === BRACE ? 'jsonl' : 'lines';
}

function openInput(file: string | undefined): AsyncIterable<unknown> {
  return file === undefined ? process.stdin : createReadStream(file);
}

async function* chain<T>(first: T, others: AsyncIterable<T>): AsyncGenerator<T, void, void> {
  yield first;
  yield* others;
}
