import { byteAt, isDigit, skipBlanks, skipDigits } from './bytes';
import { decodeSequence } from './cisco-sequence';
import { behindHost, decodeHost } from './legacy-host';
import { decodeTag, forgetTag, readClearTag } from './legacy-tag';
import { decodeLegacyTime } from './legacy-time';
import { EXPECTS_HOSTNAME, TESTS_APP_NAME, TESTS_HOSTNAME } from './options';
import { decodePriBefore } from './pri';
import { NO_PRI, NO_TIME, view } from './view';

/** Whether the caller takes the word `[start, end)` as a hostname, as a tag. */
declare function isHostname(start: i32, end: i32): bool;
declare function isAppName(start: i32, end: i32): bool;

/**
 * Decodes RFC 3164 and what senders make of it:
 *
 *   <PRI>[TIME SP [HOSTNAME SP]][TAG[\[PID\]]: ]MSG
 *
 * Without a time there is no hostname, and text without a PRI and a time is message as a whole (RFC 3164 section 4.3).
 */
export function decodeRfc3164(behindPri: i32, start: i32, end: i32, options: i32): void {
  const at = decodePriBefore(behindPri, start, end);
  if (at == -1) return;
  const host = decodeLegacyTime(at, end);
  if (host == -1) {
    decodeWithoutTime(at, end);
  } else {
    let tag = host;
    if ((options & EXPECTS_HOSTNAME) != 0 && view.hostStart == -1) {
      tag = decodeHost(host, end);
      if ((options & TESTS_HOSTNAME) != 0) tag = testHost(host, tag);
    }
    decodeTag(tag, end);
  }
  if ((options & TESTS_APP_NAME) != 0 && view.appNameStart != -1) {
    if (!isAppName(view.appNameStart, view.appNameEnd)) forgetTag();
  }
}

/** Makes a word that is refused as hostname part of the text; returns where the tag begins. */
function testHost(at: i32, tag: i32): i32 {
  if (view.hostStart == -1 || isHostname(view.hostStart, view.hostEnd)) return tag;
  view.hostStart = -1;
  view.hostEnd = -1;
  return at;
}

/** `HOST TAG[pid]: ` is believed; else only a tag, or a Cisco sequence number. */
function decodeWithoutTime(at: i32, end: i32): void {
  view.problems |= NO_TIME;
  view.messageStart = at;
  if ((view.problems & NO_PRI) != 0) return;
  const start = skipBlanks(at, end);
  if (start >= end) return;
  const sequence = decodeSequence(start, end);
  const message = sequence == -1 ? readHeader(start, end) : sequence;
  view.messageStart = message == -1 ? at : message;
  view.legacyHeaderEnd = view.messageStart;
  view.legacyHeaderStart = headerStart(start, sequence != -1);
}

/** Where the header's text begins, into which the hostname does not belong. */
function headerStart(start: i32, hasSequence: bool): i32 {
  if (view.hostStart == -1) return min(start, view.messageStart);
  return hasSequence ? view.messageStart : view.hostEnd + 1;
}

function readHeader(start: i32, end: i32): i32 {
  const message = isDigit(byteAt(start)) ? -1 : readClearTag(start, end);
  if (message != -1) return message;
  const tag = behindHost(start, end);
  if (tag == -1) return -1;
  const behind = readClearTag(tag, end);
  if (behind != -1 && hasNumericPid()) {
    view.hostStart = start;
    view.hostEnd = tag - 1;
    return behind;
  }
  forgetTag();
  return -1;
}

function hasNumericPid(): bool {
  const start = view.procIdStart;
  return start != -1 && skipDigits(start, view.procIdEnd) == view.procIdEnd;
}
