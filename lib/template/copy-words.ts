import type { ByteWriter } from '../event/byte-writer.ts';
import { targetViews } from '../event/data-views.ts';

/** Copies `words` times four bytes from the beginning of `source`. The caller reserved room. */
export function copyWords(source: DataView, words: number, out: ByteWriter): void {
  const target = targetViews.of(out.bytes);
  const { at } = out;
  const length = words * 4;
  for (let i = 0; i < length; i += 4) target.setInt32(at + i, source.getInt32(i, true), true);
  out.at = at + length;
}
