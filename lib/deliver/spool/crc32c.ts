/** CRC-32C (Castagnoli, RFC 3720 appendix B.4), reversed polynomial. */
const POLYNOMIAL = 0x82f6_3b78;
/** Bytes per step. */
const STEP = 4;
const TABLES = createTables();

/** The CRC-32C of bytes, as an unsigned number. */
export function crc32c(bytes: Uint8Array): number {
  const end = bytes.length - (bytes.length % STEP);
  let crc = -1;
  let at = 0;
  for (; at < end; at += STEP) {
    crc ^=
      byteAt(bytes, at) |
      (byteAt(bytes, at + 1) << 8) |
      (byteAt(bytes, at + 2) << 16) |
      (byteAt(bytes, at + 3) << 24);
    crc =
      tableAt(3, crc & 0xff) ^
      tableAt(2, (crc >>> 8) & 0xff) ^
      tableAt(1, (crc >>> 16) & 0xff) ^
      tableAt(0, crc >>> 24);
  }
  for (; at < bytes.length; at++) crc = tableAt(0, (crc ^ byteAt(bytes, at)) & 0xff) ^ (crc >>> 8);
  return ~crc >>> 0;
}

function createTables(): Int32Array {
  const tables = new Int32Array(STEP * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    tables[byte] = crc;
  }
  for (let at = 256; at < tables.length; at++) {
    const before = tables[at - 256] as number;
    tables[at] = (tables[before & 0xff] as number) ^ (before >>> 8);
  }
  return tables;
}

function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] as number;
}

function tableAt(table: number, byte: number): number {
  return TABLES[table * 256 + byte] as number;
}
