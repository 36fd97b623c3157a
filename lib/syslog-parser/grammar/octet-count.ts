import { isDigit } from '../digits.ts';
import { afterPri } from './pri.ts';

const SPACE = 0x20;
const NEWLINE = 0x0a;
/** Of a datagram; no leading zero. */
const MAX_DIGITS = 5;

/**
 * Where the message begins after a correct octet count (RFC 6587 section 3.4.1), which some senders write in datagrams too: digits, a
 * space, and this many bytes, from a PRI up to `end`. One byte more or less is correct as well, with and without a newline at the end: senders
 * count one that they leave out, or the other way round. `start` when there is none, or a wrong one: then it is text.
 */
export function behindOctetCount(bytes: Uint8Array, start: number, end: number): number {
  const limit = Math.min(end, start + MAX_DIGITS + 1);
  let count = 0;
  let at = start;
  for (; at < limit; at++) {
    const byte = bytes[at] as number;
    if (!isDigit(byte) || (at === start && byte === 0x30)) break;
    count = count * 10 + byte - 0x30;
  }
  if (at === start || at + 1 >= end || bytes[at] !== SPACE || afterPri(bytes, at + 1, end) === -1)
    return start;
  const length = end - (at + 1);
  const least = bytes[end - 1] === NEWLINE ? length - 1 : length;
  return count >= least - 1 && count <= length + 1 ? at + 1 : start;
}
