import { BroadcastChannel, receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import type { InternalSourceConfig } from '../../config/source-config.ts';
import { SenderKey } from '../../senders/sender-key.ts';
import type { DatagramSink } from '../datagram-sink.ts';
import type { SourceInput } from '../source-input.ts';
import type { ReaderContext, ReaderSource, SourceReader } from '../source-reader.ts';
import { INTERNAL_CHANNEL } from './internal-channel.ts';

/** Takes the lines of the relay's own log as messages. */
export class InternalReader implements SourceReader<InternalSourceConfig> {
  readonly #context: ReaderContext;
  readonly #key = new SenderKey();
  #channel: BroadcastChannel | undefined = undefined;
  #sinks: readonly DatagramSink[] = [];
  /** Lines that arrived while nobody could take them. */
  #waiting: string[] = [];
  #isReading = false;

  constructor(context: ReaderContext) {
    this.#context = context;
    // Without a process id: that is in the message.
    this.#key.setLocal(0, -1, -1);
  }

  async open(sources: readonly ReaderSource<InternalSourceConfig>[]): Promise<SourceInput[]> {
    if (sources.length === 0) {
      await this.close();
      return [];
    }
    this.#isReading = false;
    if (this.#channel === undefined) {
      const channel = new BroadcastChannel(INTERNAL_CHANNEL);
      channel.addEventListener('message', (event) =>
        this.#take(String((event as MessageEvent).data)),
      );
      this.#channel = channel;
    }
    const bound = { address: '', port: 0, receiveBufferBytes: 0 };
    for (const { config } of sources) this.#context.opened(config.name, bound);
    return sources.map(({ input }) => input);
  }

  read(sinks: readonly DatagramSink[]): void {
    this.#sinks = sinks;
    this.#isReading = true;
    for (const line of this.#waiting.splice(0)) this.#take(line);
  }

  async close(): Promise<void> {
    const channel = this.#channel;
    if (channel === undefined) return;
    // What main wrote before it asked for the stop.
    // Node takes a channel as well; its types know ports only.
    const port = channel as unknown as MessagePort;
    for (;;) {
      const received: { message: unknown } | undefined = receiveMessageOnPort(port);
      if (received === undefined) break;
      this.#take(String(received.message));
    }
    channel.close();
    this.#channel = undefined;
  }

  #take(line: string): void {
    if (!this.#isReading) {
      this.#waiting.push(line);
      return;
    }
    const bytes = Buffer.from(line);
    const receivedUs = Math.round((performance.timeOrigin + performance.now()) * 1000);
    const datagram = { bytes, start: 0, end: bytes.length, receivedUs };
    for (const sink of this.#sinks) {
      sink.announce(1);
      sink.datagram(
        { ...datagram, isTruncated: false, isPlain: false },
        this.#key,
        performance.now(),
      );
    }
    this.#context.arrived();
  }
}
