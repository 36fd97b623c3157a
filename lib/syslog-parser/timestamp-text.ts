import type { MessageText } from './message-text.ts';
import type { SyslogView } from './syslog-view.ts';

/** `00` to `99`. */
const PAIRS = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'));

let dayKey = -1;
let day = '';
let offsetMinutes = 0;
let offset = '+00:00';

/** The time of a view that has one, as RFC 3339 text. */
export function timestampText(text: MessageText, view: SyslogView): string {
  if (view.timestampStart !== -1) return text.slice(view.timestampStart, view.timestampEnd);
  const clock = `${PAIRS[view.hour]}:${PAIRS[view.minute]}:${PAIRS[view.second]}`;
  if (view.fractionStart === -1) return dayText(view) + clock + offsetText(view);
  const fraction = text.slice(view.fractionStart, view.fractionEnd);
  return `${dayText(view)}${clock}.${fraction}${offsetText(view)}`;
}

/** `yyyy-mm-ddT`; most messages are of the same day as the one before. */
function dayText(view: SyslogView): string {
  const key = (view.year << 9) | (view.month << 5) | view.day;
  if (key !== dayKey) {
    dayKey = key;
    const century = (view.year / 100) | 0;
    const year = `${PAIRS[century]}${PAIRS[view.year - century * 100]}`;
    day = `${year}-${PAIRS[view.month]}-${PAIRS[view.day]}T`;
  }
  return day;
}

function offsetText(view: SyslogView): string {
  if (view.offsetIsZ) return 'Z';
  if (view.offsetMinutes !== offsetMinutes) {
    offsetMinutes = view.offsetMinutes;
    const minutes = Math.abs(offsetMinutes);
    const hours = (minutes / 60) | 0;
    offset = `${offsetMinutes < 0 ? '-' : '+'}${PAIRS[hours]}:${PAIRS[minutes - hours * 60]}`;
  }
  return offset;
}
