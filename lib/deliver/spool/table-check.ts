import { closeSync, openSync, readdirSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32c } from './crc32c.ts';

/** A part of a table file. */
interface Block {
  readonly offset: number;
  readonly size: number;
}

const TABLE = /\.(ldb|sst)$/;
const FOOTER_BYTES = 48;
const MAGIC = Buffer.from('57fb808b247547db', 'hex');
/** After each block: its type, and the masked CRC-32C of block and type. */
const TRAILER_BYTES = 5;
const MASK_DELTA = 0xa282_ead8;
/** A type that the library does not know: it refuses the block. */
const NO_TYPE = 0xff;

/** Bytes of all table files of a store; 0 if there is none. Another process may be using it. */
export function tableBytes(path: string): number {
  return tablesOf(path).reduce(
    (sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

/**
 * Makes blocks with a wrong checksum such that the library refuses them: it does not check sums itself, and ends the process when a damaged
 * block has keys of no length. Returns the number of such blocks.
 *
 *   table = block* index footer, block = bytes type checksum (LevelDB, doc/table_format.md)
 */
export function refuseDamagedBlocks(path: string): number {
  let damaged = 0;
  for (const file of tablesOf(path)) {
    const bytes = readFileSync(file);
    const blocks = damagedBlocks(bytes);
    if (blocks.length === 0) continue;
    damaged += blocks.length;
    const fd = openSync(file, 'r+');
    for (const { offset, size } of blocks) writeSync(fd, Buffer.of(NO_TYPE), 0, 1, offset + size);
    closeSync(fd);
  }
  return damaged;
}

/** A table whose footer is damaged has none: the library refuses all of it. */
function damagedBlocks(table: Buffer): Block[] {
  const footer = table.subarray(-FOOTER_BYTES);
  if (footer.length < FOOTER_BYTES || !footer.subarray(-MAGIC.length).equals(MAGIC)) return [];
  const reader = new VarintReader(footer);
  reader.block();
  const index = reader.block();
  if (!isInside(index, table)) return [];
  if (!isSound(table, index)) return [index];
  return blocksOf(table.subarray(index.offset, index.offset + index.size)).filter(
    (block) => isInside(block, table) && !isSound(table, block),
  );
}

/** The blocks that an index names. Its entries are keys with the blocks as values. */
function blocksOf(index: Buffer): Block[] {
  const restarts = index.readUInt32LE(index.length - 4);
  const end = index.length - 4 * (restarts + 1);
  const blocks: Block[] = [];
  const reader = new VarintReader(index);
  while (reader.at < end) {
    reader.number();
    const keyBytes = reader.number();
    const valueBytes = reader.number();
    reader.at += keyBytes;
    const next = reader.at + valueBytes;
    blocks.push(reader.block());
    reader.at = next;
  }
  return blocks;
}

function isInside({ offset, size }: Block, table: Buffer): boolean {
  return offset + size + TRAILER_BYTES <= table.length - FOOTER_BYTES;
}

function isSound(table: Buffer, { offset, size }: Block): boolean {
  const crc = crc32c(table.subarray(offset, offset + size + 1));
  const masked = (((crc >>> 15) | (crc << 17)) + MASK_DELTA) >>> 0;
  return table.readUInt32LE(offset + size + 1) === masked;
}

function tablesOf(path: string): string[] {
  try {
    return readdirSync(path)
      .filter((name) => TABLE.test(name))
      .map((name) => join(path, name));
  } catch {
    // There is no store yet.
    return [];
  }
}

class VarintReader {
  readonly #bytes: Buffer;
  at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  number(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#bytes[this.at++] ?? 0;
      value += (byte & 0x7f) * factor;
      if (byte < 128) return value;
    }
  }

  block(): Block {
    return { offset: this.number(), size: this.number() };
  }
}
