import {
  FACILITIES,
  SEVERITIES,
  type Facility,
  type Severity,
} from '../event/facility-severity.ts';
import { FORMATS, type Format } from '../event/format.ts';
import { Fault } from './fault.ts';
import { closeWord } from '../template/close-word.ts';

/** Words of filters that stand for several formats. */
const FORMAT_GROUPS: Readonly<Record<string, readonly Format[]>> = {
  netconsole: ['netconsole-basic', 'netconsole-extended', 'signal'],
  syslog: ['rfc3164', 'rfc5424'],
};

/** Other spellings: syslog-ng's, and those of RFC 5424 section 6.2.1. */
const FACILITY_ALIASES: Readonly<Record<string, Facility>> = {
  kernel: 'kern',
  megasafe: 'authpriv',
  audit: 'security',
  alert: 'console',
  clock: 'solaris-cron',
};
const SEVERITY_ALIASES: Readonly<Record<string, Severity>> = {
  panic: 'emerg',
  emergency: 'emerg',
  critical: 'crit',
  error: 'err',
  warn: 'warning',
  informational: 'info',
};

export const FORMAT_WORDS: readonly string[] = [...Object.keys(FORMAT_GROUPS), ...FORMATS];
export const FACILITY_WORDS: readonly string[] = [...FACILITIES, ...Object.keys(FACILITY_ALIASES)];
export const SEVERITY_WORDS: readonly string[] = [...SEVERITIES, ...Object.keys(SEVERITY_ALIASES)];

/** The formats a word of `when.format` stands for. */
export function parseFormats(word: string): readonly Format[] | Fault {
  const format = FORMATS.find((each) => each === word);
  if (format !== undefined) return [format];
  return lookUp(FORMAT_GROUPS, word) ?? unknownWord('format', word, FORMAT_WORDS);
}

/** A facility by any of its names, or its number from 0 to 23. */
export function parseFacility(word: string): Facility | Fault {
  const facility = FACILITIES.find((each) => each === word) ?? lookUp(FACILITY_ALIASES, word);
  return facility ?? byNumber(FACILITIES, word) ?? unknownWord('facility', word, FACILITY_WORDS);
}

/** A severity by any of its names, or its number from 0 to 7. */
export function parseSeverity(word: string): Severity | Fault {
  const severity = SEVERITIES.find((each) => each === word) ?? lookUp(SEVERITY_ALIASES, word);
  return severity ?? byNumber(SEVERITIES, word) ?? unknownWord('severity', word, SEVERITY_WORDS);
}

/** `warning or worse`, `info or less`, or one severity. */
export function parseSeverities(text: string): readonly Severity[] | Fault {
  const match = /^(\S+) +or +(\S+)$/.exec(text);
  const severity = parseSeverity(match?.[1] ?? text);
  if (severity instanceof Fault) return severity;
  const at = SEVERITIES.indexOf(severity);
  if (match === null) return [severity];
  if (match[2] === 'worse') return SEVERITIES.slice(0, at + 1);
  if (match[2] === 'less') return SEVERITIES.slice(at);
  return new Fault(
    `"${text}" is not a range of severities`,
    `write "${severity} or worse" or "${severity} or less"`,
  );
}

function lookUp<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

function byNumber<T>(words: readonly T[], text: string): T | undefined {
  return /^\d{1,2}$/.test(text) ? words[Number(text)] : undefined;
}

/** A word that is none of those known, with the one that was meant or all of them. */
export function unknownWord(kind: string, word: string, known: readonly string[]): Fault {
  const meant = closeWord(word, known);
  const hint = meant === undefined ? `write one of ${known.join(', ')}` : `write ${meant}`;
  return new Fault(`unknown ${kind} "${word}"`, hint);
}
