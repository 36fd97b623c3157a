import { isDeepStrictEqual } from 'node:util';
import type { RedisSourceConfig } from '../../config/source-config.ts';
import type { DatagramSink, SinkGroup } from '../datagram-sink.ts';
import type { SourceInput } from '../source-input.ts';
import type { ReaderContext, ReaderSource, SourceReader } from '../source-reader.ts';
import { GroupSource } from './group-source.ts';

const GRACE_MS = 2000;

/** Reads Redis streams that other relays write to. */
export class RedisReader implements SourceReader<RedisSourceConfig> {
  readonly #context: ReaderContext;
  #sources: readonly GroupSource[] = [];
  readonly #graceMs: number;
  #isPaused = false;

  /** `graceMs`: how long a stop may wait for destinations; 2 seconds if absent. */
  constructor(context: ReaderContext, graceMs = GRACE_MS) {
    this.#context = context;
    this.#graceMs = graceMs;
  }

  async open(sources: readonly ReaderSource<RedisSourceConfig>[]): Promise<SourceInput[]> {
    const old = new Set(this.#sources);
    this.#sources = sources.map(({ config, input }) => {
      const known = [...old].find((each) => isDeepStrictEqual(each.config, config));
      const source = known ?? new GroupSource(config, this.#context);
      if (known !== undefined) old.delete(known);
      source.index = input.source;
      source.pause(this.#isPaused);
      return source;
    });
    await Promise.all([...old].map((source) => source.stop(this.#graceMs)));
    return sources.map(({ input }) => input);
  }

  read(_sinks: readonly DatagramSink[], group: SinkGroup): void {
    for (const source of this.#sources) source.read(group);
  }

  pause(): void {
    this.#isPaused = true;
    for (const source of this.#sources) source.pause(true);
  }

  resume(): void {
    this.#isPaused = false;
    for (const source of this.#sources) source.pause(false);
  }

  settled(receipt: number, isFinal: boolean): void {
    for (const source of this.#sources) source.settled(receipt, isFinal);
  }

  async close(): Promise<void> {
    await Promise.all(this.#sources.map((source) => source.stop(this.#graceMs)));
  }
}
