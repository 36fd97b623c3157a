import { readFileSync } from 'node:fs';

const FOLDER = new URL('../vectors/crash/', import.meta.url);
/** Group 1 is the kernel's prefix with time and caller, 5 the text; what a console wrote before it is cut off. */
const LINE = /^(?:.* login: )?((?:<\d+>)?\[ *(\d+)\.(\d{6})\](?:\[ *([CT]\d+)\])? ?)(.*)$/;

/** One log of the public crash database. */
export interface CrashCase {
  readonly name: string;
  /** Accepted titles, the best first; none for a log without a crash. */
  readonly titles: readonly string[];
  readonly corrupted: boolean;
  readonly panicked: boolean;
  readonly inScope: boolean;
}

/** One line of a log that has the kernel's time. */
export interface LogLine {
  readonly prefix: string;
  readonly microseconds: number;
  readonly caller: string | undefined;
  readonly text: string;
}

export const CRASH_CASES: readonly CrashCase[] = readFileSync(
  new URL('cases.jsonl', FOLDER),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as CrashCase);

/** The timed lines of a log, as its README describes. */
export function readLog(name: string): LogLine[] {
  const text = readFileSync(new URL(`logs/${name}.log`, FOLDER), 'latin1').replaceAll('\r', '');
  return text.split('\n').flatMap((line) => {
    const [, prefix, seconds, micros, caller, rest] = LINE.exec(line) ?? [];
    if (prefix === undefined || rest === undefined) return [];
    const microseconds = Number(seconds) * 1_000_000 + Number(micros);
    return [{ prefix, microseconds, caller, text: rest }];
  });
}

/** A line as netconsole's basic format sends it. */
export function basic({ prefix, text }: LogLine): string {
  return `${prefix}${text}\n`;
}

/** The same in the extended format; records are numbered by the sender. */
export function extended(line: LogLine, sequence: number, priority = 4): string {
  const caller = line.caller === undefined ? '' : `,caller=${line.caller}`;
  return `${priority},${sequence},${line.microseconds},-${caller};${line.text}\n`;
}

/** What a title is compared by when its function may be missing. */
export function kindOf(title: string): string {
  const [words = ''] = title.split(' in ');
  return words.split(': ').slice(0, 2).join(': ');
}

/** An address of a sender of its own for each log. */
export function senderOf({ name }: Pick<CrashCase, 'name'>): { address: string; port: number } {
  const number = Number(name);
  return { address: `10.0.${number >> 8}.${number & 255}`, port: 6665 };
}
