import type { FramingConfig } from '../../config/source-config.ts';
import type { SenderKey } from '../../senders/sender-key.ts';
import type { Datagram } from '../datagram.ts';
import type { DatagramSink } from '../datagram-sink.ts';
import { FrameReader } from './frame-reader.ts';

const NONE = new Uint8Array(0);

/** The messages of one stream of bytes: what arrives is split, and each message passed to the sink of its source. */
export class MessageStream implements Datagram {
  bytes: Uint8Array = NONE;
  start = 0;
  end = 0;
  receivedUs = 0;
  isTruncated = false;
  readonly isPlain = false;
  /** Whose messages they are. */
  readonly key: SenderKey;
  sink: DatagramSink;
  readonly #framing: FramingConfig;
  readonly #frames: FrameReader;
  #nowMs = 0;
  #messages = 0;

  constructor(framing: FramingConfig, key: SenderKey, sink: DatagramSink) {
    this.#framing = framing;
    this.key = key;
    this.sink = sink;
    this.#frames = new FrameReader(framing, (bytes, start, end, isTruncated) => {
      this.#messages++;
      this.bytes = bytes;
      this.start = start;
      this.end = end;
      this.isTruncated = isTruncated;
      this.sink.announce(1);
      this.sink.datagram(this, this.key, this.#nowMs);
    });
  }

  /** Takes what was read, whose bytes are changed. Returns the number of messages that were complete. */
  push(chunk: Buffer): number {
    this.#frames.next = 0;
    try {
      this.#begin();
      this.#frames.push(chunk);
    } catch (error) {
      // An internal error: the thread ends, and what it had read is counted.
      this.sink.announce(this.#countIn(chunk.subarray(this.#frames.next)));
      throw error;
    }
    return this.#messages;
  }

  /** The stream has ended. Returns the number of messages: 1 if there was a rest. */
  finish(): number {
    this.#begin();
    this.#frames.end();
    return this.#messages;
  }

  #begin(): void {
    this.#messages = 0;
    this.#nowMs = performance.now();
    // No time of arrival is known of a byte; this is when it was read.
    this.receivedUs = Math.round((performance.timeOrigin + this.#nowMs) * 1000);
  }

  #countIn(rest: Buffer): number {
    let messages = 0;
    new FrameReader(this.#framing, () => messages++).push(rest);
    return messages;
  }
}
