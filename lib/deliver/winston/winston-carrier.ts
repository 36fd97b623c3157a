import type { WinstonDestinationConfig } from '../../config/destination-config.ts';
import type { Log } from '../../log/log.ts';
import { TransportHost } from '../../log/transport/transport-host.ts';
import type { TransportEntry } from '../../log/transport/transport-messages.ts';
import type { BackOffLimits, Carrier, SendResult } from '../outbox/carrier.ts';
import { systemTimers, type Timers } from '../outbox/timers.ts';
import type { Parcel } from '../parcel.ts';
import { Pace } from './pace.ts';

/** The kernel's own level for messages without one. */
const DEFAULT_LEVEL = 'warning';
/** How long the transport may take to write what it holds when the relay stops. */
const CLOSE_MS = 500;
/** A transport whose peer is away may report that for each event. */
const WARN_EVERY_MS = 600_000;

/** winston's levels of syslog: a lower number is more severe. */
const WORDS = ['emerg', 'alert', 'crit', 'error', 'warning', 'notice', 'info', 'debug'];
const LEVELS = Object.fromEntries(WORDS.map((word, index) => [word, index]));

export interface WinstonCarrierContext {
  readonly log: Log;
  readonly timers?: Timers;
  /** When a transport that does not answer is started anew, in milliseconds. */
  readonly answerMs?: number;
}

/**
 * Hands events to a winston transport, at a limited rate. Transports have no common way to report that something arrived: an event
 * that the transport has accepted counts as delivered. One that it throws at is handed over again.
 */
export class WinstonCarrier implements Carrier {
  readonly window = 1;
  readonly backOff: BackOffLimits = { minMs: 1000, maxMs: 60_000 };
  readonly #module: string;
  readonly #host: TransportHost;
  readonly #pace: Pace;
  readonly #timers: Timers;
  #isHanding = false;
  #cancelTurn: (() => void) | undefined = undefined;
  #isClosed = false;

  constructor(
    { name, transport, perSecond }: WinstonDestinationConfig,
    { log, timers = systemTimers, answerMs }: WinstonCarrierContext,
  ) {
    this.#module = transport.module;
    this.#timers = timers;
    this.#pace = new Pace(perSecond, timers);
    let quietUntilMs = Number.NEGATIVE_INFINITY;
    const warn = (problem: string): void => {
      const nowMs = timers.now();
      if (nowMs < quietUntilMs) return;
      quietUntilMs = nowMs + WARN_EVERY_MS;
      log.warn(`destination ${name}: transport ${transport.module} reports: ${problem}`);
    };
    this.#host = new TransportHost({ transport, levels: LEVELS }, warn, answerMs);
  }

  async send({ bytes, used }: Parcel): Promise<SendResult> {
    // Read at once: the memory may be used for other events once this parcel is settled.
    const entry = entryOf(bytes.subarray(0, used));
    await this.#turn();
    if (this.#isClosed) return this.#retry('it is closed');
    this.#isHanding = true;
    const problem = await this.#host.hand(entry);
    this.#isHanding = false;
    return problem === undefined ? { kind: 'delivered' } : this.#retry(problem);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelTurn?.();
    // One that has not even answered is not waited for.
    await this.#host.close(this.#isHanding ? 0 : CLOSE_MS);
  }

  #retry(problem: string): SendResult {
    return {
      kind: 'retry',
      problem: `Cannot hand over to transport ${this.#module}: ${problem}; check its options and its peer`,
    };
  }

  #turn(): Promise<void> {
    const waitMs = this.#pace.takeTurn();
    if (waitMs === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#timers.after(waitMs, resolve);
      this.#cancelTurn = () => {
        cancel();
        resolve();
      };
    });
  }
}

/** The entry for an event: its JSON, with the severity as level. */
function entryOf(line: Uint8Array): TransportEntry {
  const event = JSON.parse(Buffer.from(line).toString()) as {
    readonly severity?: number;
    readonly message: string;
  };
  const level = event.severity === undefined ? DEFAULT_LEVEL : (WORDS[event.severity] ?? 'debug');
  return { ...event, level };
}
