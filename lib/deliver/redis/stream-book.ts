import { bulkString } from './bulk-string.ts';

/** One stream that the destination writes to. */
export interface Stream {
  /** With the key prefix. */
  readonly key: string;
  /** The key as a bulk string. */
  readonly bulk: Buffer;
}

export interface StreamBookConfig {
  readonly keyPrefix: string;
  readonly maxStreams: number;
  /** The stream for names beyond `maxStreams`; undefined: the template has one name only. */
  readonly overflowName: string | undefined;
}

/** The streams by name, up to a limit; further names share one stream. */
export class StreamBook {
  readonly #config: StreamBookConfig;
  readonly #byName = new Map<string, Stream>();
  readonly #overflow: Stream | undefined;

  constructor(config: StreamBookConfig) {
    const { overflowName, keyPrefix } = config;
    this.#config = config;
    this.#overflow = overflowName === undefined ? undefined : streamOf(keyPrefix + overflowName);
  }

  /** The stream of a name; the same one each time. */
  find(name: string): Stream {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    if (this.#overflow !== undefined && this.#byName.size >= this.#config.maxStreams) {
      return this.#overflow;
    }
    const stream = streamOf(this.#config.keyPrefix + name);
    this.#byName.set(name, stream);
    return stream;
  }

  /** Whether the stream is the one for further names. */
  isOverflow(stream: Stream): boolean {
    return stream === this.#overflow;
  }
}

function streamOf(key: string): Stream {
  return { key, bulk: bulkString(key) };
}
