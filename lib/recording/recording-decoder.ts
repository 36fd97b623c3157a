import type { EventSink } from '../event/event-sink.ts';
import type { SourceConfig } from '../config/source-config.ts';
import type { CrashShare } from '../crash/crash-share.ts';
import { createSourceCounts, type SourceCounts } from '../observe/counters.ts';
import { MAX_SECONDS, type Recorded } from './recording.ts';
import { SenderKey } from '../senders/sender-key.ts';
import { createListener } from '../pipeline/create-listener.ts';
import type { LifeSettings } from '../pipeline/host-lives.ts';
import { Intake } from '../pipeline/intake.ts';
import { Naming, type NameSettings } from '../senders/naming.ts';

const NETCONSOLE_PORT = 6666;
const DOCUMENTATION_SENDER = { address: '192.0.2.1', port: 6665 };

/** Settings for decoding a recording. */
export interface RecordingContext {
  /** Settings of the source that listens on a port of the recording. */
  sourceOf(port: number): SourceConfig;
  readonly names: NameSettings;
  /** Start of `t`, microseconds since the epoch. */
  readonly startUs: number;
  readonly sink: EventSink;
  /** Undefined: crashes are not detected. */
  readonly crashes?: CrashShare | undefined;
  /** Absent: nobody counts as silent. */
  readonly life?: LifeSettings | undefined;
}

/** Decodes recorded datagrams without a network. The recording's own times are the clock, also for time-outs. */
export class RecordingDecoder {
  readonly #context: RecordingContext;
  readonly #naming: Naming;
  readonly #intakes = new Map<number, Intake>();
  readonly #counts: SourceCounts[] = [];
  readonly #key = new SenderKey();
  #nowMs = 0;

  constructor(context: RecordingContext) {
    this.#context = context;
    this.#naming = new Naming(context.names, () => undefined);
  }

  /** Takes one datagram. One without a time has that of the previous one. */
  take({ t, source, dstPort, bytes }: Recorded): void {
    // A recording put together from several may step back; time-outs do not.
    this.#nowMs = Math.max(this.#nowMs, t === undefined ? 0 : t * 1000);
    const { address, port } = source ?? DOCUMENTATION_SENDER;
    this.#key.setFromText(address, port, (name) => this.#naming.scopes.numberOf(name));
    for (const intake of this.#intakes.values()) expireUntil(intake, this.#nowMs);
    const sinceStartUs = t === undefined ? Math.round(this.#nowMs * 1000) : Math.round(t * 1e6);
    const receivedUs = Math.min(this.#context.startUs + sinceStartUs, MAX_SECONDS * 1e6);
    const intake = this.#intakeOf(dstPort ?? NETCONSOLE_PORT);
    intake.announce(1);
    intake.datagram(
      { bytes, start: 0, end: bytes.length, receivedUs, isTruncated: false, isPlain: false },
      this.#key,
      this.#nowMs,
    );
  }

  /** Emits what is still open. */
  finish(): void {
    for (const intake of this.#intakes.values()) intake.flush(this.#nowMs);
  }

  /** Counters of every port that was met. */
  get counts(): readonly SourceCounts[] {
    return this.#counts;
  }

  #intakeOf(port: number): Intake {
    const known = this.#intakes.get(port);
    if (known !== undefined) return known;
    const source = this.#context.sourceOf(port);
    const counts = createSourceCounts();
    this.#counts.push(counts);
    const intake = new Intake(source, {
      listener: createListener(source, 0, port),
      counts,
      naming: this.#naming,
      outlet: this.#context.sink,
      crashes: source.signals ? this.#context.crashes : undefined,
      life: this.#context.life,
    });
    this.#intakes.set(port, intake);
    return intake;
  }
}

/** Lets the clock go on to `nowMs` as it does in a relay: from one deadline to the next. */
function expireUntil(intake: Intake, nowMs: number): void {
  let last = Number.NEGATIVE_INFINITY;
  for (;;) {
    const next = intake.nextDeadline;
    if (next === undefined || next >= nowMs || next <= last) break;
    last = next;
    intake.expire(next);
  }
  intake.expire(nowMs);
}
