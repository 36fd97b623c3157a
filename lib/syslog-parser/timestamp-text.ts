import type { MessageText } from './message-text.ts';
import type { SyslogView } from './syslog-view.ts';

/** `00` to `99`. */
const PAIRS = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'));

/** `00:00:` to `23:59:`, by minute of the day. */
const MINUTES = Array.from({ length: 1440 }, (_, minute) => {
  return `${PAIRS[Math.floor(minute / 60)]}:${PAIRS[minute % 60]}:`;
});

/** `-01-01T` to `-12-31T`, at `month * 32 + day`. */
const DAYS = Array.from({ length: 13 * 32 }, (_, day) => {
  return `-${PAIRS[Math.floor(day / 32)]}-${PAIRS[day % 32]}T`;
});

let year = 0;
let yearText = '0000';
let offsetMinutes = 0;
let offset = '+00:00';
/**
 * The texts without a fraction met last, by their second: messages of one moment come together, from some clocks that differ. Which moment
 * and offset each is of is stored beside it.
 */
const SECONDS = 64;
const texts: string[] = Array.from({ length: SECONDS }, () => '');
const moments = new Float64Array(SECONDS).fill(Number.NaN);
const offsets = new Int32Array(SECONDS);

/** The time of a view that has one, as RFC 3339 text. */
export function timestampText(text: MessageText, view: SyslogView): string {
  if (view.timestampStart !== -1) return text.slice(view.timestampStart, view.timestampEnd);
  if (view.fractionStart !== -1 || view.offsetIsZ) return newText(text, view);
  const { timestampUs, second, offsetMinutes: east } = view;
  // A leap second is the same moment as the second after it.
  if (second === 60) return newText(text, view);
  const slot = (view.minute * 7 + second) & (SECONDS - 1);
  if (timestampUs === moments[slot] && east === offsets[slot]) return texts[slot] as string;
  const made = newText(text, view);
  moments[slot] = timestampUs;
  offsets[slot] = east;
  texts[slot] = made;
  return made;
}

function newText(text: MessageText, view: SyslogView): string {
  const minutes = MINUTES[view.hour * 60 + view.minute] as string;
  const day = DAYS[view.month * 32 + view.day] as string;
  const time = yearOf(view) + day + minutes + (PAIRS[view.second] as string);
  if (view.fractionStart === -1) return time + offsetText(view);
  return `${time}.${text.slice(view.fractionStart, view.fractionEnd)}${offsetText(view)}`;
}

/** `yyyy`; most messages are of the same year as the one before. */
function yearOf(view: SyslogView): string {
  if (view.year !== year) {
    year = view.year;
    yearText = String(year).padStart(4, '0');
  }
  return yearText;
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
