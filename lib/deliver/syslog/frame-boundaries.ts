/** How messages are separated in the bytes of a parcel. */
export type Framing = 'octet-counting' | 'newline';

const NEWLINE = 0x0a;
const SPACE = 0x20;
const ZERO = 0x30;

/** The end of the frame that begins at `at`. */
export function frameEnd(bytes: Uint8Array, at: number, framing: Framing): number {
  if (framing === 'newline') return bytes.indexOf(NEWLINE, at) + 1;
  return messageStart(bytes, at) + countAt(bytes, at);
}

/** Where the message of the counted frame at `at` begins. */
export function messageStart(bytes: Uint8Array, at: number): number {
  return bytes.indexOf(SPACE, at) + 1;
}

/** The start of the first frame, from the frame at `from` on, that ends after `offset`; `end` if there is none before it. */
export function firstFrameBehind(
  bytes: Uint8Array,
  range: { readonly from: number; readonly end: number },
  offset: number,
  framing: Framing,
): number {
  let at = range.from;
  while (at < range.end) {
    const next = frameEnd(bytes, at, framing);
    if (next > offset) return at;
    at = next;
  }
  return range.end;
}

/** The frames that begin in `[from, to)`; `from` is the start of one. */
export function countFrames(bytes: Uint8Array, from: number, to: number, framing: Framing): number {
  let frames = 0;
  for (let at = from; at < to; at = frameEnd(bytes, at, framing)) frames++;
  return frames;
}

/** The end of the `limit`-th frame from `from` on, or `to`. */
export function endOfFrames(
  bytes: Uint8Array,
  range: { readonly from: number; readonly to: number },
  limit: number,
  framing: Framing,
): number {
  let at = range.from;
  for (let left = limit; left > 0 && at < range.to; left--) at = frameEnd(bytes, at, framing);
  return at;
}

function countAt(bytes: Uint8Array, start: number): number {
  let count = 0;
  for (let at = start; bytes[at] !== SPACE; at++) count = count * 10 + (bytes[at] as number) - ZERO;
  return count;
}
