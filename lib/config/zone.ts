import { Fault } from './fault.ts';

const OFFSET = /^[+-](?:[01]\d|2[0-3]):[0-5]\d$/;

/** Takes `local`, an offset such as `+01:00`, or a name of the IANA time zone database. */
export function parseZone(text: string): string | Fault {
  if (text === 'local' || OFFSET.test(text) || isZoneName(text)) return text;
  return new Fault(
    `"${text}" is not a time zone`,
    'write local, an offset such as +01:00, or a name such as Europe/Berlin',
  );
}

function isZoneName(text: string): boolean {
  // Intl takes offsets in more spellings than the ones promised.
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
