import { ByteWriter } from '../../event/byte-writer.ts';
import { RUN_WORDS } from '../batch.ts';
import type { Parcel } from '../parcel.ts';
import { frameEnd, messageStart, type Framing } from './frame-boundaries.ts';

const FORM = 'syslog ';
const NEWLINE = 0x0a;
const SPACE = 0x20;
const COUNT_BYTES = 12;

/** The form of parcels with this framing, as it is stored with them. */
export function syslogFormName(framing: Framing): string {
  return FORM + framing;
}

/** Whether parcels of a form are syslog messages. */
export function isSyslogForm(form: string): boolean {
  return form === syslogFormName('octet-counting') || form === syslogFormName('newline');
}

/** A parcel from the disk with the framing of the present configuration; itself if it has that. Newlines within messages become spaces. */
export function reframed(parcel: Parcel, framing: Framing): Parcel {
  const { form, bytes, used, events } = parcel;
  if (form === undefined || form === syslogFormName(framing)) return parcel;
  const from: Framing = framing === 'newline' ? 'octet-counting' : 'newline';
  const out = new ByteWriter(used + events * COUNT_BYTES);
  for (let at = 0; at < used;) {
    const end = frameEnd(bytes, at, from);
    const isCounted = from === 'octet-counting';
    const message = bytes.subarray(
      isCounted ? messageStart(bytes, at) : at,
      isCounted ? end : end - 1,
    );
    out.ensure(message.length + COUNT_BYTES);
    if (isCounted) {
      for (const byte of message) out.byte(byte === NEWLINE ? SPACE : byte);
      out.byte(NEWLINE);
    } else {
      out.decimal(message.length);
      out.byte(SPACE);
      out.all(message);
    }
    at = end;
  }
  const runs = Uint32Array.from(parcel.runs);
  // Syslog batches have one name at most.
  if (runs.length === RUN_WORDS) runs[1] = out.at;
  return {
    ...parcel,
    form: syslogFormName(framing),
    bytes: out.bytes.subarray(0, out.at),
    used: out.at,
    runs,
  };
}
