import { defaultConfig } from '../../config/default-config.ts';
import type { SourceConfig } from '../../config/source-config.ts';
import { ByteWriter } from '../../event/byte-writer.ts';
import type { EventView } from '../../event/event-view.ts';
import { writeEventJson } from '../../event/json/event-json.ts';
import { Utf8Repair } from '../../event/utf8.ts';
import { RecordingDecoder } from '../../recording/recording-decoder.ts';

/** The members of an event's JSON form that doctor looks at. */
export interface DecodedEvent {
  readonly source: { readonly address: string; readonly port: number };
  readonly format: string;
  readonly severity?: number;
  readonly signal?: string;
  readonly message: string;
  readonly kernel?: {
    readonly release?: string;
    readonly uptimeUs?: number;
    readonly fields?: Readonly<Record<string, string>>;
    readonly gapBefore?: number;
    readonly missing?: readonly unknown[];
  };
}

/** Arrival, sender and bytes of one datagram. */
export interface ReceivedDatagram {
  /** Milliseconds since the first one. */
  readonly ms: number;
  readonly address: string;
  readonly port: number;
  readonly bytes: Uint8Array;
}

/** Whatever port doctor listens on, senders may take it for netconsole's: plain text without a prefix is a basic record. */
const NETCONSOLE_PORT = 6666;

/** Decodes as the relay does, without names of this machine. */
export function decodeDatagrams(datagrams: readonly ReceivedDatagram[]): DecodedEvent[] {
  const sink = new EventReader();
  const source = { ...netconsoleSource(), format: 'auto', signals: true } as const;
  const decoder = new RecordingDecoder({
    sourceOf: () => source,
    names: { names: new Map(), userdata: undefined, dns: false, scopes: new Map() },
    startUs: 0,
    sink,
  });
  for (const { ms, address, port, bytes } of datagrams) {
    decoder.take({ t: ms / 1000, source: { address, port }, dstPort: NETCONSOLE_PORT, bytes });
  }
  decoder.finish();
  return sink.events;
}

function netconsoleSource(): SourceConfig {
  const [source] = defaultConfig().sources;
  if (source === undefined) throw new Error('the embedded default has no source');
  return source;
}

/** Keeps each event in its JSON form. */
class EventReader {
  readonly events: DecodedEvent[] = [];
  readonly #out = new ByteWriter(65_536);
  readonly #utf8 = new Utf8Repair();

  take(view: EventView): void {
    this.#utf8.repair(view);
    this.#out.at = 0;
    writeEventJson(view, this.#out);
    const text = this.#out.bytes.subarray(0, this.#out.at).toString();
    this.events.push(JSON.parse(text) as DecodedEvent);
  }
}
