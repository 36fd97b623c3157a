/**
 * The grammars of syslog in WebAssembly, compiled by `npm run assembly` into ../grammar-code.ts. Written in AssemblyScript, a
 * TypeScript of machine types: where a grammar in JavaScript pays for each byte it looks at and for each branch that the processor
 * guesses wrongly, this one looks at sixteen at a time (docs/performance.md).
 *
 * All positions are addresses of this module's memory; the caller sees to it that 32 bytes behind `end` are in it.
 */
import { byteAt } from './bytes';
import { AS_RFC5424, FORMATS } from './options';
import { mnemonicAt } from './payload';
import { afterPri } from './pri';
import { startsRfc5424, startsSyslogTime, startsUndatedRfc5424 } from './recognise';
import { decodeRfc3164 } from './rfc3164';
import { decodeRfc5424 } from './rfc5424';
import { rowsEnd, walk } from './structured-data';
import { leave, reset, VIEW } from './view';

export { mnemonicAt, rowsEnd, walk };

/** See ../grammar.ts. */
const NOTHING: i32 = 0;
const PRI_AND_TIME: i32 = 1;
const PRI_AND_VERSION: i32 = 2;
const PRI_ALONE: i32 = 3;
const TIME_ALONE: i32 = 4;

/** Where the view of the last message is. */
export function viewAddress(): usize {
  return VIEW;
}

/** The end of the text without NULs, newlines, and carriage returns in front of them. */
function trimEnd(start: i32, end: i32): i32 {
  let cursor = end;
  while (cursor > start) {
    const last = byteAt(cursor - 1);
    if (last > 0x0d) break;
    const isCarriageReturn = last == 0x0d && cursor < end && byteAt(cursor) == 0x0a;
    if (last != 0x0a && last != 0 && !isCarriageReturn) break;
    cursor--;
  }
  return cursor;
}

/**
 * Reads `[start, end)` as RFC 5424, up to its structured data, when its VERSION and TIMESTAMP, or a whole header of it without a time, stand
 * there, else as RFC 3164 or a dialect of it; or as what `options` say, see ./options.ts. The view is made of offsets from `base`.
 * Returns whether it was RFC 5424.
 */
export function read(start: i32, end: i32, base: i32, options: i32): bool {
  const textEnd = trimEnd(start, end);
  const behindPri = afterPri(start, textEnd);
  const isNew =
    (options & FORMATS) == 0 ? isRfc5424(behindPri, start, end) : (options & AS_RFC5424) != 0;
  reset(start, textEnd);
  if (isNew) decodeRfc5424(behindPri, start, textEnd);
  else decodeRfc3164(behindPri, start, textEnd, options);
  leave(base);
  return isNew;
}

function isRfc5424(behindPri: i32, start: i32, end: i32): bool {
  if (behindPri == -1) return startsRfc5424(start, end);
  return startsRfc5424(behindPri, end) || startsUndatedRfc5424(behindPri, end);
}

/** What the first bytes of `[start, end)` say. See ../grammar.ts. */
export function recognise(start: i32, end: i32): i32 {
  const behindPri = afterPri(start, end);
  if (behindPri == -1) return startsSyslogTime(start, end) ? TIME_ALONE : NOTHING;
  if (startsRfc5424(behindPri, end)) return PRI_AND_VERSION;
  return startsSyslogTime(behindPri, end) ? PRI_AND_TIME : PRI_ALONE;
}
