import { checkFields } from './check-arguments.ts';
import { fieldText, printable, priText } from './field-text.ts';
import type { StructuredData, SyslogFields } from './syslog-message.ts';

const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d):(\d\d)(?:\.(\d{1,6})\d*)?(Z|[+-]\d\d:\d\d)$/;
// oxlint-disable-next-line no-control-regex -- ASCII includes the control bytes
const ASCII = /^[\u0000-\u007f]*$/;
const BYTE_ORDER_MARK = '\uFEFF';
const NEEDS_ESCAPE = /["\\\]]/g;
const NOT_IN_NAME = /[="\]]/g;
const MAX_NAME = 32;

/**
 * Encodes a message as RFC 5424, without transport framing. `parseSyslog` gives the same fields back when they are within
 * the RFC's limits and the message does not end in NULs or newlines; what the grammar forbids is cut or becomes `_`.
 * Text beyond ASCII is announced with a byte order mark (section 6.4).
 * Throws a TypeError for a field of a wrong type.
 */
export function encodeRfc5424(fields: SyslogFields): Uint8Array {
  checkFields(fields);
  const header = [
    `${priText(fields.facility, fields.severity)}1`,
    timeText(fields.timestamp),
    fieldText(fields.hostname, 255),
    fieldText(fields.appName, 48),
    fieldText(fields.procId, 128),
    fieldText(fields.msgId, 32),
    structuredDataText(fields.structuredData),
  ].join(' ');
  const { message } = fields;
  if (message === '') return Buffer.from(header);
  const mark = ASCII.test(message) ? '' : BYTE_ORDER_MARK;
  return Buffer.from(`${header} ${mark}${message}`);
}

/** The RFC allows six digits of a second, and no leap second. */
function timeText(timestamp: string | undefined): string {
  const match = TIME.exec(timestamp ?? '');
  if (match === null) return '-';
  const [, minutes, second = '', fraction, offset] = match;
  const dot = fraction === undefined ? '' : `.${fraction}`;
  return `${minutes}:${second === '60' ? '59' : second}${dot}${offset}`;
}

function structuredDataText(data: StructuredData | undefined): string {
  const elements = Object.entries(data ?? {}).map(([id, element]) => {
    const parameters = Object.entries(element).flatMap(([name, values]) =>
      [values].flat().map((value) => ` ${nameText(name)}="${value.replace(NEEDS_ESCAPE, '\\$&')}"`),
    );
    return `[${nameText(id)}${parameters.join('')}]`;
  });
  return elements.length === 0 ? '-' : elements.join('');
}

function nameText(name: string): string {
  return printable(name).replace(NOT_IN_NAME, '_').slice(0, MAX_NAME) || '_';
}
