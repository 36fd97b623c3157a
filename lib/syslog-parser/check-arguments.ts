import type { ParseOptions } from './parse-options.ts';
import type { SyslogFields } from './syslog-message.ts';

/*
 * Programs in JavaScript have no compiler that rejects a wrong argument: it would fail deep in the parser, or pass as an empty message. Each function throws a
 * TypeError that names the argument, what it must be, and what it is.
 */

/** Each option once: a new one does not compile until it is here. */
const OPTIONS: Readonly<Record<keyof ParseOptions, true>> = {
  format: true,
  zone: true,
  receivedAt: true,
  strict: true,
  expectsHostname: true,
  isHostname: true,
  isAppName: true,
};
const FORMATS: readonly unknown[] = ['auto', 'rfc3164', 'rfc5424'];

export function checkInput(name: string, input: unknown): void {
  if (typeof input === 'string' || input instanceof Uint8Array) return;
  throw wrongType(name, 'a string or a Uint8Array', input);
}

export function checkBytes(name: string, bytes: unknown): void {
  if (!(bytes instanceof Uint8Array)) throw wrongType(name, 'a Uint8Array', bytes);
}

export function checkParseOptions(options: ParseOptions): void {
  checkObject('options', options);
  for (const key of Object.keys(options)) {
    if (Object.hasOwn(OPTIONS, key)) continue;
    const known = Object.keys(OPTIONS).join(', ');
    throw new TypeError(`options.${key} is unknown; the options are ${known}`);
  }
  const { format, receivedAt } = options;
  if (format !== undefined && !FORMATS.includes(format)) {
    throw wrongType('options.format', "'auto', 'rfc3164' or 'rfc5424'", format);
  }
  if (receivedAt !== undefined && !isDate(receivedAt)) {
    throw wrongType('options.receivedAt', 'a valid Date', receivedAt);
  }
  checkOptional('options.zone', 'string', options.zone);
  checkOptional('options.strict', 'boolean', options.strict);
  checkOptional('options.expectsHostname', 'boolean', options.expectsHostname);
  checkOptional('options.isHostname', 'function', options.isHostname);
  checkOptional('options.isAppName', 'function', options.isAppName);
}

export function checkFields(fields: SyslogFields): void {
  checkObject('fields', fields);
  const { facility, severity, message, structuredData } = fields;
  checkNumber('fields.facility', facility);
  checkNumber('fields.severity', severity);
  if (typeof message !== 'string') throw wrongType('fields.message', 'a string', message);
  for (const key of ['timestamp', 'hostname', 'appName', 'procId', 'msgId'] as const) {
    checkOptional(`fields.${key}`, 'string', fields[key]);
  }
  if (structuredData === undefined) return;
  checkObject('fields.structuredData', structuredData);
  for (const [id, element] of Object.entries(structuredData)) {
    const name = `fields.structuredData[${JSON.stringify(id)}]`;
    checkObject(name, element);
    for (const [parameter, values] of Object.entries(element)) {
      if ([values].flat().every((value) => typeof value === 'string')) continue;
      const where = `${name}[${JSON.stringify(parameter)}]`;
      throw wrongType(where, 'a string or a list of strings', values);
    }
  }
}

export function checkObject(name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) throw wrongType(name, 'an object', value);
}

export function checkOptional(
  name: string,
  type: 'string' | 'boolean' | 'function',
  value: unknown,
): void {
  // oxlint-disable-next-line valid-typeof -- one of the words above
  if (value !== undefined && typeof value !== type) throw wrongType(name, `a ${type}`, value);
}

function checkNumber(name: string, value: unknown): void {
  if (!Number.isInteger(value)) throw wrongType(name, 'a whole number', value);
}

function isDate(value: unknown): boolean {
  return value instanceof Date && !Number.isNaN(value.getTime());
}

/** `input must be a string or a Uint8Array, not undefined`. */
export function wrongType(name: string, expected: string, found: unknown): TypeError {
  return new TypeError(`${name} must be ${expected}, not ${shown(found)}`);
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'an array';
  if (value instanceof Date) return 'an invalid Date';
  if (ArrayBuffer.isView(value)) return withArticle(value.constructor.name);
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

function withArticle(name: string): string {
  return `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`;
}
