/** A text as a bulk string of the Redis protocol. */
export function bulkString(text: string): Buffer {
  return Buffer.from(`$${Buffer.byteLength(text)}\r\n${text}\r\n`);
}
