const NEWLINE = 0x0a;

/** Where the line that begins at `start` ends: at its newline, or at `end` when it is the last one. */
export function lineEndOf(text: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && text[at] !== NEWLINE) at++;
  return at;
}
