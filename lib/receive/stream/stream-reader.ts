import type { DatagramSink, SinkGroup } from '../datagram-sink.ts';
import type { SourceInput } from '../source-input.ts';
import type { ReaderContext, ReaderSource, SourceReader } from '../source-reader.ts';
import { StreamListener, type StreamConfig } from './stream-listener.ts';

/** Reads the connections of TCP, TLS or Unix stream sources. They survive a reload that keeps their source's socket. */
export class StreamReader<S extends StreamConfig> implements SourceReader<S> {
  readonly #context: ReaderContext;
  #listeners = new Map<string, StreamListener>();
  /** In the order of `open`. */
  #reading: readonly StreamListener[] = [];
  #isPaused = false;

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  async open(sources: readonly ReaderSource<S>[]): Promise<SourceInput[]> {
    const next = new Map<string, StreamListener>();
    for (const { config, input } of sources) {
      const key = keyOf(config, input);
      const known = this.#listeners.get(key);
      const listener = known ?? new StreamListener(config, this.#context, this.#isPaused);
      listener.update(config, input);
      if (known === undefined) await listener.listen(input);
      next.set(key, listener);
    }
    const needless = [...this.#listeners].filter(([key]) => !next.has(key));
    for (const [, listener] of needless) await listener.close();
    this.#listeners = next;
    this.#reading = [...next.values()];
    return sources.map(({ input }) => input);
  }

  read(sinks: readonly DatagramSink[], { scopes }: SinkGroup): void {
    for (const [index, listener] of this.#reading.entries()) {
      const sink = sinks[index];
      if (sink !== undefined) listener.read(sink, scopes);
    }
  }

  pause(): void {
    this.#isPaused = true;
    for (const listener of this.#reading) listener.pause();
  }

  resume(): void {
    this.#isPaused = false;
    for (const listener of this.#reading) listener.resume();
  }

  async close(): Promise<void> {
    await Promise.all(this.#reading.map((listener) => listener.close()));
  }
}

/** The socket: its descriptor is the main thread's, which closes it only after it is no longer named here. */
function keyOf(config: StreamConfig, { fd, port }: SourceInput): string {
  return fd >= 0 || !('listen' in config) ? `${fd}` : `${config.listen.address} ${port}`;
}
