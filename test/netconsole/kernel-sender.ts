/** What a record needs to be sent in the extended format. */
export interface RecordParts {
  /** `release,prio,sequence,uptime,flag,…`: everything before the first `;`. */
  readonly header: string;
  /** Text, dictionary, userdata and system data, as they go out. */
  readonly body: Buffer;
}

/**
 * Splits a record as the kernel does: packets of at most `packetBytes` bytes, header repeated.
 * Kernel: drivers/net/netconsole.c, `send_msg_fragmented`.
 */
export function fragmentsOf({ header, body }: RecordParts, packetBytes = 1000): Buffer[] {
  const whole = Buffer.concat([Buffer.from(`${header};`), body]);
  if (whole.length <= packetBytes) return [whole];
  const packets: Buffer[] = [];
  for (let offset = 0; offset < body.length;) {
    const head = Buffer.from(`${header},ncfrag=${offset}/${body.length};`);
    const part = body.subarray(offset, offset + packetBytes - head.length);
    packets.push(Buffer.concat([head, part]));
    offset += part.length;
  }
  return packets;
}

/** Which part of the body a fragment holds, and of how many bytes. */
export function partOf(packet: Buffer): { from: number; to: number; total: number } {
  const text = packet.toString('latin1');
  const match = /ncfrag=(\d+)\/(\d+);/.exec(text);
  if (match === null) throw new Error(`not a fragment: ${text.slice(0, 60)}`);
  const from = Number(match[1]);
  return { from, to: from + packet.length - text.indexOf(';') - 1, total: Number(match[2]) };
}

/** Escapes text as the kernel does. Kernel: kernel/printk/printk.c, `append_char`. */
export function escapeText(text: Uint8Array): Buffer {
  const parts = Array.from(text, (byte) =>
    byte < 0x20 || byte >= 0x7f || byte === 0x5c
      ? `\\x${byte.toString(16).padStart(2, '0')}`
      : String.fromCharCode(byte),
  );
  return Buffer.from(parts.join(''), 'latin1');
}

/** Basic packets of one record: cut at 1000 bytes, without any mark. */
export function chunksOf(record: Buffer): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < record.length; at += 1000) chunks.push(record.subarray(at, at + 1000));
  return chunks;
}
