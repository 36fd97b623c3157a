/**
 * Copies `source[start, end)` to `target`, from `to` on; returns where the next byte goes. Sixteen bytes at a time, and what is
 * left by words that overlap what was copied before: a quarter of the time of a loop over bytes, and below a few hundred bytes
 * faster than `Buffer.copy`, which makes an object.
 */
// oxlint-disable-next-line max-params -- an object for each call would be an allocation for each message
export function copyBytes(
  source: DataView,
  start: number,
  end: number,
  target: DataView,
  to: number,
): number {
  const toEnd = to + (end - start);
  let at = start;
  let next = to;
  for (const last = end - 16; at <= last; at += 16, next += 16) {
    target.setInt32(next, source.getInt32(at, true), true);
    target.setInt32(next + 4, source.getInt32(at + 4, true), true);
    target.setInt32(next + 8, source.getInt32(at + 8, true), true);
    target.setInt32(next + 12, source.getInt32(at + 12, true), true);
  }
  for (const last = end - 4; at <= last; at += 4, next += 4) {
    target.setInt32(next, source.getInt32(at, true), true);
  }
  if (next === toEnd) return toEnd;
  if (end - start >= 4) target.setInt32(toEnd - 4, source.getInt32(end - 4, true), true);
  else for (; at < end; at++, next++) target.setUint8(next, source.getUint8(at));
  return toEnd;
}

/**
 * `copyBytes` for bytes below 0x7f, in half its time: eight at a time, as doubles. Those of such bytes are never NaN, the only
 * doubles that may change on their way.
 */
// oxlint-disable-next-line max-params -- as above
export function copyAscii(
  source: DataView,
  start: number,
  end: number,
  target: DataView,
  to: number,
): number {
  const length = end - start;
  if (length < 8) return copyBytes(source, start, end, target, to);
  const last = end - 8;
  const toLast = to + length - 8;
  let next = to;
  let at = start;
  for (; at <= last - 8; at += 16, next += 16) {
    target.setFloat64(next, source.getFloat64(at, true), true);
    target.setFloat64(next + 8, source.getFloat64(at + 8, true), true);
  }
  if (at < last) target.setFloat64(next, source.getFloat64(at, true), true);
  target.setFloat64(toLast, source.getFloat64(last, true), true);
  return to + length;
}
