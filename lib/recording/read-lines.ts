const NEWLINE = 0x0a;

/**
 * The lines of a stream as bytes, each with its newline; the last one may lack it. A line longer than `maxBytes` is cut to that and then lacks its
 * newline. Takes time and memory in proportion to what is kept. Rejects with what the stream rejects with.
 */
export async function* readLines(
  chunks: AsyncIterable<unknown>,
  maxBytes: number,
): AsyncGenerator<Buffer, void, void> {
  let parts: Buffer[] = [];
  let held = 0;
  for await (const chunk of chunks) {
    const bytes = chunk as Buffer;
    for (let start = 0; start < bytes.length;) {
      const newline = bytes.indexOf(NEWLINE, start);
      const end = newline < 0 ? bytes.length : newline + 1;
      if (held < maxBytes) {
        parts.push(bytes.subarray(start, Math.min(end, start + maxBytes - held)));
        held += Math.min(end - start, maxBytes - held);
      }
      start = end;
      if (newline < 0) break;
      yield joined(parts);
      parts = [];
      held = 0;
    }
  }
  if (held > 0) yield joined(parts);
}

function joined(parts: readonly Buffer[]): Buffer {
  const [first] = parts;
  return parts.length === 1 && first !== undefined ? first : Buffer.concat(parts);
}
