import { isDigit, skipDigits } from '../digits.ts';
import { NO_PRI, NO_TIME } from '../problem.ts';
import type { SyslogView } from '../syslog-view.ts';
import { skipSpaces } from './bytes.ts';
import { decodeSequence } from './cisco-prefixes.ts';
import { behindHost, decodeHost } from './legacy-host.ts';
import { decodeTag, forgetTag, readClearTag } from './legacy-tag.ts';
import { decodeLegacyTime } from './legacy-time.ts';
import { decodePri } from './pri.ts';

const SPACE = 0x20;
const NIL = 0x2d;
const DOT = 0x2e;

/** Whether a word may be what it seems to be. Called on the hot path: no allocation, no exception. */
export type WordTest = (bytes: Uint8Array, start: number, end: number) => boolean;

export interface Rfc3164Options {
  /** Whether a hostname follows the time (default true); false is syslog-ng's `no-hostname`. */
  readonly expectsHostname?: boolean | undefined;
  /** Returns false for a word that is no hostname, as syslog-ng's `bad-hostname()` and `check-hostname()`. */
  readonly isHostname?: WordTest | undefined;
  /** Returns false for a word that is no tag; the word is then part of the text. As syslog-ng's `check-program()`. */
  readonly isAppName?: WordTest | undefined;
}

/**
 * Decodes RFC 3164 and what senders make of it into `view`, which has been reset:
 *
 *   <PRI>[TIME SP [HOSTNAME SP]][TAG[\[PID\]]: ]MSG
 *
 * Without a time there is no hostname, and text without a PRI and a time is message as a whole (RFC 3164 section 4.3).
 */
export function decodeRfc3164(
  bytes: Uint8Array,
  start: number,
  view: SyslogView,
  options: Rfc3164Options,
): void {
  const end = view.messageEnd;
  const at = decodePri(bytes, start, end, view);
  if (at === -1) return;
  const host = decodeLegacyTime(bytes, at, end, view);
  if (host === -1) {
    decodeWithoutTime(bytes, at, end, view);
  } else {
    const expectsHost = options.expectsHostname !== false && view.hostStart === -1;
    const tag = expectsHost ? readHost(bytes, host, view, options) : host;
    decodeTag(bytes, tag, end, view);
  }
  const { isAppName } = options;
  if (isAppName !== undefined && view.appNameStart !== -1) {
    if (!isAppName(bytes, view.appNameStart, view.appNameEnd)) forgetTag(view);
  }
}

/** Takes the hostname at `at`; one that is refused becomes part of the text. Returns where the tag begins. */
function readHost(
  bytes: Uint8Array,
  at: number,
  view: SyslogView,
  options: Rfc3164Options,
): number {
  const tag = decodeHost(bytes, at, view.messageEnd, view);
  const { isHostname } = options;
  if (isHostname === undefined || view.hostStart === -1) return tag;
  if (isHostname(bytes, view.hostStart, view.hostEnd)) return tag;
  view.hostStart = -1;
  view.hostEnd = -1;
  return at;
}

/** `HOST TAG[pid]: ` is believed, and `HOST TAG: ` of a HOST with a dot or a digit; else only a tag, or a Cisco sequence number. */
function decodeWithoutTime(bytes: Uint8Array, at: number, end: number, view: SyslogView): void {
  view.problems |= NO_TIME;
  view.messageStart = at;
  if ((view.problems & NO_PRI) !== 0) return;
  const start = skipSpaces(bytes, at, end);
  if (start >= end) return;
  const sequence = decodeSequence(bytes, start, end, view);
  const message = sequence === -1 ? readHeader(bytes, start, end, view) : sequence;
  view.messageStart = message === -1 ? at : message;
  view.legacyHeaderEnd = view.messageStart;
  view.legacyHeaderStart = headerStart(start, view, sequence !== -1);
}

/** Where the header's text begins, into which the hostname does not belong. */
function headerStart(start: number, view: SyslogView, hasSequence: boolean): number {
  const { hostStart, hostEnd, messageStart } = view;
  if (hostStart === -1) return Math.min(start, messageStart);
  return hasSequence ? messageStart : Math.min(hostEnd + 1, messageStart);
}

function readHeader(bytes: Uint8Array, start: number, end: number, view: SyslogView): number {
  if (bytes[start] === NIL && start + 1 < end && bytes[start + 1] === SPACE) {
    return behindNil(bytes, start, end, view);
  }
  const message = isDigit(bytes[start] as number) ? -1 : readClearTag(bytes, start, end, view);
  if (message !== -1) return message;
  const tag = behindHost(bytes, start, end);
  if (tag === -1) return -1;
  const after = readClearTag(bytes, tag, end, view);
  if (after !== -1 && (hasNumericPid(bytes, view) || isMachine(bytes, start, tag - 1))) {
    view.hostStart = start;
    view.hostEnd = tag - 1;
    return after;
  }
  forgetTag(view);
  return -1;
}

/** ESPHome's `- HOST TAG: `: `-` stands for the time, NILVALUE of RFC 5424. Without a clear tag all is text. */
function behindNil(bytes: Uint8Array, start: number, end: number, view: SyslogView): number {
  const at = start + 2;
  const message = readClearTag(bytes, at, end, view);
  if (message !== -1) return message;
  const tag = behindHost(bytes, at, end);
  const after = tag === -1 ? -1 : readClearTag(bytes, tag, end, view);
  if (after === -1) return -1;
  view.hostStart = at;
  view.hostEnd = tag - 1;
  return after;
}

/** Whether a word has a dot or a digit, and is no number: names of machines have, words of a sentence do not. */
function isMachine(bytes: Uint8Array, start: number, end: number): boolean {
  if (skipDigits(bytes, start, end) === end) return false;
  for (let at = start; at < end; at++) {
    if (isDigit(bytes[at] as number) || bytes[at] === DOT) return true;
  }
  return false;
}

function hasNumericPid(bytes: Uint8Array, view: SyslogView): boolean {
  const start = view.procIdStart;
  return start !== -1 && skipDigits(bytes, start, view.procIdEnd) === view.procIdEnd;
}
