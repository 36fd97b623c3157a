const MAX_MNEMONIC = 128;

/**
 * Whether Cisco's `%FACILITY-SEVERITY-MNEMONIC` stands at `at`. It begins the text and is no tag (RFC 3164: a tag is
 * alphanumeric).
 */
export function isMnemonic(bytes: Uint8Array, at: number, end: number): boolean {
  if (at >= end || bytes[at] !== 0x25) return false;
  const limit = Math.min(end, at + MAX_MNEMONIC) - 2;
  for (let dash = at + 2; dash < limit; dash++) {
    const byte = bytes[dash] as number;
    if (byte <= 0x20 || byte === 0x3a) return false;
    const severity = (bytes[dash + 1] as number) - 0x30;
    if (byte === 0x2d && bytes[dash + 2] === 0x2d && severity >= 0 && severity <= 7) return true;
  }
  return false;
}
