import { ByteWriter } from '../../lib/event/byte-writer.ts';
import { writeEventJson } from '../../lib/event/json/event-json.ts';
import type { EventView } from '../../lib/event/event-view.ts';
import type { CrashesConfig } from '../../lib/config/config.ts';
import { udpSources } from '../config/udp-sources.ts';
import { CrashShare } from '../../lib/crash/crash-share.ts';
import { COUNT, type SourceCounter } from '../../lib/observe/counters.ts';
import { parseRecordingLine } from '../../lib/recording/recording.ts';
import { RecordingDecoder } from '../../lib/recording/recording-decoder.ts';
import type { RecordedSource } from '../../lib/recording/recording.ts';

/** Seconds since the epoch at which every feed begins: 2026-11-20T14:40:00Z. */
const START_S = Date.UTC(2026, 10, 20, 14, 40, 0) / 1000;
const NETCONSOLE_PORT = 6666;
const SENDER = { address: '192.0.2.10', port: 6665 };

/** A signal as its JSON says; `kernel.crash` and its like are what tests look at. */
export interface SignalJson {
  readonly signal: string;
  readonly source: { readonly address: string };
  readonly message: string;
  readonly severity: number;
  readonly receivedAt: string;
  readonly kernel: {
    readonly crash: CrashJson;
    readonly trouble: unknown;
    readonly after?: string;
    readonly downSeconds?: number;
    readonly lastWords?: false;
  };
}

export interface CrashJson {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  readonly fingerprint: string;
  readonly origin: string;
  readonly lines: number;
  readonly complete: boolean;
  readonly [member: string]: unknown;
}

export interface FeedOptions extends Partial<CrashesConfig> {
  /** How long between two packets, seconds. */
  readonly stepS?: number;
}

/** Sends packets through the decoders to the watch for crashes, as `parse` does, and gathers the signals that come out. */
export class CrashFeed {
  readonly signals: SignalJson[] = [];
  /** Views of crashes in the order they came; a copy of what each reported. */
  readonly share: CrashShare | undefined;
  readonly #decoder: RecordingDecoder;
  readonly #stepS: number;
  #nowS = 0;

  constructor({ enabled = true, unproven = 'report', stepS = 0.001 }: FeedOptions = {}) {
    const source = udpSources().find(({ listen }) => listen.port === NETCONSOLE_PORT);
    if (source === undefined) throw new Error('no source for netconsole');
    this.share = CrashShare.of({ enabled, unproven });
    this.#stepS = stepS;
    this.#decoder = new RecordingDecoder({
      sourceOf: (port) => ({ ...source, listen: { ...source.listen, port } }),
      names: { names: new Map(), userdata: undefined, dns: false, scopes: new Map() },
      startUs: START_S * 1e6,
      crashes: this.share,
      sink: { take: (view) => this.#take(view) },
    });
  }

  /** Sends one packet from a sender, and lets a step of time go by. */
  send(
    payload: string | Uint8Array,
    source: RecordedSource = SENDER,
    dstPort = NETCONSOLE_PORT,
  ): void {
    const bytes = typeof payload === 'string' ? Buffer.from(payload, 'latin1') : payload;
    this.#decoder.take({ t: this.#nowS, source, dstPort, bytes: Buffer.from(bytes) });
    this.#nowS += this.#stepS;
  }

  /** Plays a recording by its own times. */
  play(recording: string): void {
    for (const line of recording.trim().split('\n')) {
      const recorded = parseRecordingLine(line);
      if (!('problem' in recorded)) this.#decoder.take(recorded);
    }
  }

  /** Lets time go by; what is due comes with the next packet, or at the end. */
  pass(seconds: number): void {
    this.#nowS += seconds;
  }

  /** Ends the feed as a relay ends. */
  finish(): this {
    this.#decoder.finish();
    return this;
  }

  get crashes(): CrashJson[] {
    return this.signals
      .filter(({ signal }) => signal === 'crash')
      .map(({ kernel }) => kernel.crash);
  }

  get titles(): string[] {
    return this.crashes.map(({ title }) => title);
  }

  count(counter: SourceCounter): number {
    return this.#decoder.counts.reduce(
      (sum, counts) => sum + (counts[COUNT[counter]] as number),
      0,
    );
  }

  #take(view: EventView): void {
    if (view.crash === undefined && view.trouble === undefined && view.reboot === undefined) return;
    const out = new ByteWriter(4096);
    writeEventJson(view, out);
    this.signals.push(JSON.parse(out.bytes.toString('utf8', 0, out.at)) as SignalJson);
  }
}
