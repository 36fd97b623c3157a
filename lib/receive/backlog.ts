import { copyBytes } from '../event/copy-bytes.ts';
import { sourceViews } from '../event/data-views.ts';
import type { ReceivedDatagram } from './received-datagram.ts';

const CHUNK_BYTES = 1024 * 1024;
const MAX_BYTES = 128 * CHUNK_BYTES;
/** Chunks that are kept while nothing waits. */
const MAX_IDLE_CHUNKS = 4;

/** Words of a record before its bytes: length, socket, whether it was cut, and the sender's key … */
const LENGTH = 0;
const SOCKET = 1;
const TRUNCATED = 2;
const PORT = 3;
const ADDRESS = 4;
const SCOPE = 8;
/** … and two doubles. */
const RECEIVED_US_AT = 40;
const READ_MS_AT = 48;
const HEADER_BYTES = 56;

/** Records one behind the other, each at a multiple of eight bytes. */
class Chunk {
  readonly bytes = Buffer.from(new ArrayBuffer(CHUNK_BYTES));
  readonly view = new DataView(this.bytes.buffer);
  readonly words = new Int32Array(this.bytes.buffer);
  readonly doubles = new Float64Array(this.bytes.buffer);
  filled = 0;
}

/**
 * Datagrams that were read and wait for their turn, in order. Reading costs a third of decoding and writing: what arrives
 * faster than it is worked off for a while is better kept here, in a few bytes more than its own, than dropped by the
 * kernel, whose socket buffer charges almost a kilobyte for each. Bounded; its memory is given back when the burst is over.
 */
export class Backlog {
  readonly #maxChunks: number;
  readonly #chunks: Chunk[] = [];
  #idle: Chunk[] = [];
  /** Where the first datagram is in the first chunk. */
  #at = 0;

  constructor(maxBytes = MAX_BYTES) {
    this.#maxChunks = Math.max(1, Math.floor(maxBytes / CHUNK_BYTES));
  }

  get isEmpty(): boolean {
    return this.#chunks.length === 0;
  }

  /** Copies a datagram to the end; false when there is no room. */
  push(datagram: ReceivedDatagram): boolean {
    const { start, end, key } = datagram;
    const needed = HEADER_BYTES + ((end - start + 7) & ~7);
    let chunk = this.#chunks.at(-1);
    if (chunk === undefined || chunk.filled + needed > CHUNK_BYTES) {
      if (this.#chunks.length >= this.#maxChunks) return false;
      chunk = this.#append();
    }
    const { words, doubles, filled } = chunk;
    const word = filled >> 2;
    words[word + LENGTH] = end - start;
    words[word + SOCKET] = datagram.socket;
    words[word + TRUNCATED] = datagram.isTruncated ? 1 : 0;
    words[word + PORT] = key.port;
    words[word + ADDRESS] = key.a;
    words[word + ADDRESS + 1] = key.b;
    words[word + ADDRESS + 2] = key.c;
    words[word + ADDRESS + 3] = key.d;
    words[word + SCOPE] = key.scope;
    doubles[(filled + RECEIVED_US_AT) >> 3] = datagram.receivedUs;
    doubles[(filled + READ_MS_AT) >> 3] = datagram.readMs;
    const source = sourceViews.of(datagram.bytes);
    copyBytes(source, start, end, chunk.view, filled + HEADER_BYTES);
    chunk.filled = filled + needed;
    return true;
  }

  /** Takes the first datagram out. Its bytes are valid until the next call of any method. There must be one. */
  shift(into: ReceivedDatagram): void {
    const chunk = this.#chunks[0] as Chunk;
    const { words, doubles } = chunk;
    const at = this.#at;
    const word = at >> 2;
    const { key } = into;
    into.bytes = chunk.bytes;
    into.start = at + HEADER_BYTES;
    into.end = into.start + (words[word + LENGTH] as number);
    into.socket = words[word + SOCKET] as number;
    into.isTruncated = words[word + TRUNCATED] === 1;
    key.port = words[word + PORT] as number;
    key.a = words[word + ADDRESS] as number;
    key.b = words[word + ADDRESS + 1] as number;
    key.c = words[word + ADDRESS + 2] as number;
    key.d = words[word + ADDRESS + 3] as number;
    key.scope = words[word + SCOPE] as number;
    into.receivedUs = doubles[(at + RECEIVED_US_AT) >> 3] as number;
    into.readMs = doubles[(at + READ_MS_AT) >> 3] as number;
    this.#at = (into.end + 7) & ~7;
    if (this.#at === chunk.filled) this.#release(chunk);
  }

  #append(): Chunk {
    const chunk = this.#idle.pop() ?? new Chunk();
    chunk.filled = 0;
    this.#chunks.push(chunk);
    return chunk;
  }

  #release(chunk: Chunk): void {
    this.#at = 0;
    this.#chunks.shift();
    this.#idle.push(chunk);
    if (this.isEmpty) this.#idle = this.#idle.slice(0, MAX_IDLE_CHUNKS);
  }
}
