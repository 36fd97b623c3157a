/**
 * Whether ArcSight's `CEF:` or IBM's `LEEF:` and its version digit stand at `at`: those payloads are left whole, although
 * they look like a tag.
 */
export function isPayloadHeader(bytes: Uint8Array, at: number, end: number): boolean {
  const first = at + 6 < end ? bytes[at] : 0;
  return (first === 0x43 || first === 0x4c) && isPayload(bytes, at, first);
}

function isPayload(bytes: Uint8Array, at: number, first: number): boolean {
  if (first === 0x43) {
    return bytes[at + 1] === 0x45 && bytes[at + 2] === 0x46 && isVersion(bytes, at + 3);
  }
  return (
    bytes[at + 1] === 0x45 &&
    bytes[at + 2] === 0x45 &&
    bytes[at + 3] === 0x46 &&
    isVersion(bytes, at + 4)
  );
}

/** `:` and a digit. */
function isVersion(bytes: Uint8Array, at: number): boolean {
  const digit = (bytes[at + 1] as number) - 0x30;
  return bytes[at] === 0x3a && digit >= 0 && digit <= 9;
}
