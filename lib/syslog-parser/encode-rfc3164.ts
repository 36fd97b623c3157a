import { checkFields } from './check-arguments.ts';
import { fieldText, printable, priText } from './field-text.ts';
import type { SyslogFields } from './syslog-message.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TIME = /^\d{4}-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)/;

/**
 * Encodes a message as RFC 3164: `<PRI>Mmm dd hh:mm:ss HOSTNAME TAG[PID]: MSG`. The clock is the one the sender's timestamp
 * shows; its year, fraction and offset have no place. Without a hostname `-` is written; without a timestamp there is
 * neither (section 4.3.2: a relay adds both). `parseSyslog`, in the same zone and month, gives back the fields that
 * have a place if there is an `appName` of printable ASCII without `:`, `[` or space, and no `]` in `procId`.
 * Throws a TypeError for a field of a wrong type.
 */
export function encodeRfc3164(fields: SyslogFields): Uint8Array {
  checkFields(fields);
  const match = TIME.exec(fields.timestamp ?? '');
  const pri = priText(fields.facility, fields.severity);
  const tag = tagText(fields.appName, fields.procId);
  if (match === null) return Buffer.from(`${pri}${tag}${fields.message}`);
  const [, month, day, clock] = match;
  const time = `${MONTHS[Number(month) - 1] ?? 'Jan'} ${String(Number(day)).padStart(2)} ${clock}`;
  return Buffer.from(`${pri}${time} ${fieldText(fields.hostname, 255)} ${tag}${fields.message}`);
}

function tagText(appName: string | undefined, procId: string | undefined): string {
  if (appName === undefined) return '';
  const pid = procId === undefined ? '' : `[${printable(procId)}]`;
  return `${printable(appName)}${pid}: `;
}
