import type { SourceConfig, SourceKind } from '../config/source-config.ts';
import type { SinkGroup } from '../receive/datagram-sink.ts';
import type { ReaderRegistry } from '../receive/readers.ts';
import type {
  CreateReader,
  ReaderContext,
  ReaderSource,
  SourceReader,
} from '../receive/source-reader.ts';
import type { SourceInput } from '../receive/source-input.ts';
import type { ShardSettings } from './shard-messages.ts';

/** The readers of the thread with an event loop, one for each kind of source it ever had to read. */
export class ReaderSet {
  readonly #registry: ReaderRegistry;
  readonly #context: ReaderContext;
  readonly #byKind = new Map<SourceKind, SourceReader<SourceConfig>>();
  /** The sources of each kind by their place among the inputs of the thread. */
  #places = new Map<SourceKind, readonly number[]>();

  constructor(registry: ReaderRegistry, context: ReaderContext) {
    this.#registry = registry;
    this.#context = context;
  }

  /** Opens what the settings name, see `SourceReader.open`. Returns the settings with the ports that were bound. */
  async open(settings: ShardSettings): Promise<ShardSettings> {
    const sources = settings.inputs.map((input) => ({
      config: settings.config.sources[input.source] as SourceConfig,
      input,
    }));
    for (const { config } of sources) this.#readerOf(config.type);
    const inputs: SourceInput[] = [...settings.inputs];
    const places = new Map<SourceKind, readonly number[]>();
    for (const [kind, reader] of this.#byKind) {
      const ofKind = [...sources.keys()].filter((at) => sources[at]?.config.type === kind);
      const opened = await reader.open(
        ofKind.map((at) => sources[at] as ReaderSource<SourceConfig>),
      );
      for (const [index, at] of ofKind.entries()) inputs[at] = opened[index] as SourceInput;
      places.set(kind, ofKind);
    }
    this.#places = places;
    return { ...settings, inputs };
  }

  /** Passes on what arrives to the sinks of `group` from now on. */
  read(group: SinkGroup): void {
    const sinks = group.sinks();
    for (const [kind, reader] of this.#byKind) {
      const places = this.#places.get(kind) ?? [];
      reader.read(
        places.flatMap((at) => sinks[at] ?? []),
        group,
      );
    }
  }

  /** Pauses the readers whose senders can wait. */
  pause(): void {
    for (const reader of this.#byKind.values()) reader.pause?.();
  }

  resume(): void {
    for (const reader of this.#byKind.values()) reader.resume?.();
  }

  /** Passes on that the batches of a chunk are settled. */
  settled(receipt: number, isFinal: boolean): void {
    for (const reader of this.#byKind.values()) reader.settled?.(receipt, isFinal);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#byKind.values()].map((reader) => reader.close()));
  }

  #readerOf(kind: SourceKind): SourceReader<SourceConfig> {
    const known = this.#byKind.get(kind);
    if (known !== undefined) return known;
    const create: CreateReader<SourceConfig> | undefined = this.#registry[kind];
    if (create === undefined) throw new Error(`no reader for sources of type ${kind}`);
    const reader = create(this.#context);
    this.#byKind.set(kind, reader);
    return reader;
  }
}
