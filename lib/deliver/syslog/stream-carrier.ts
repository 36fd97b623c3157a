import type { Carrier, CarrierEvents, SendResult } from '../outbox/carrier.ts';
import type { Parcel } from '../parcel.ts';
import { systemTimers, type Timers } from '../outbox/timers.ts';
import { BreakJudge } from './break-judge.ts';
import type { Connector } from './connector.ts';
import { Connection, type ConnectionEnd, type ConnectionLimits } from './connection.ts';
import type { Framing } from './frame-boundaries.ts';
import { isSyslogForm, reframed, syslogFormName } from './reframe.ts';
import { Shipments } from './shipments.ts';
import type { StreamLink } from './stream-link.ts';

/** Bytes that may wait for being written; more stay in the outbox. */
const MAX_UNWRITTEN = 1024 * 1024;
/** After a break without progress nothing is written for this long: a peer that closes all connections blames no message then. */
const PROBATION_MS = 1000;

export interface StreamCarrierConfig extends ConnectionLimits {
  readonly framing: Framing;
}

export interface StreamCarrierContext {
  readonly connector: Connector;
  /** Counts messages that are sent again. */
  readonly resent: (events: number) => void;
  readonly timers?: Timers;
}

/**
 * Carries parcels over one stream connection at a time. A parcel is delivered when the peer is known to have read it (`Settlement`), or
 * has closed the connection after our FIN. After a break the messages that are not settled are sent again, and nothing before them.
 */
export class StreamCarrier implements Carrier {
  readonly backOff = { minMs: 100, maxMs: 30_000 };
  readonly form: string;
  readonly #config: StreamCarrierConfig;
  readonly #connector: Connector;
  readonly #timers: Timers;
  readonly #shipments: Shipments;
  readonly #judge = new BreakJudge();
  #events: CarrierEvents | undefined;
  #connection: Connection | undefined;
  #isConnecting = false;
  /** Whether everything written is to be confirmed by closing the connection. */
  #isConfirming = false;
  /** A connection to the first target, for which the present one is being closed. */
  #replacement: StreamLink | undefined;
  #hasBroken = false;
  #isClosed = false;

  constructor(config: StreamCarrierConfig, context: StreamCarrierContext) {
    this.#config = config;
    this.form = syslogFormName(config.framing);
    this.#connector = context.connector;
    this.#timers = context.timers ?? systemTimers;
    this.#shipments = new Shipments(config.framing, context.resent);
  }

  /** There is room while few bytes wait for being written; those that wait for being settled are not limited. */
  get window(): number {
    return this.#shipments.unwrittenBytes < MAX_UNWRITTEN ? Number.POSITIVE_INFINITY : 0;
  }

  observe(events: CarrierEvents): void {
    this.#events = events;
  }

  accepts(form: string): boolean {
    return isSyslogForm(form);
  }

  async send(parcel: Parcel): Promise<SendResult> {
    if (this.#isClosed) return { kind: 'retry', problem: 'closed' };
    const result = this.#shipments.add(reframed(parcel, this.#config.framing));
    this.#proceed();
    return result;
  }

  confirm(): void {
    this.#isConfirming = true;
    this.#connection?.finishWhenWritten();
  }

  close(): Promise<void> {
    this.#isClosed = true;
    this.#connector.close();
    this.#replacement?.destroy();
    this.#connection?.destroy();
    this.#connection = undefined;
    this.#shipments.rewind();
    this.#shipments.returnAll({ kind: 'retry', problem: 'closed' });
    return Promise.resolve();
  }

  #proceed(): void {
    if (this.#connection !== undefined) this.#connection.write();
    else if (!this.#isConnecting && !this.#shipments.isEmpty) void this.#connect();
  }

  async #connect(): Promise<void> {
    this.#isConnecting = true;
    const link = this.#takeReplacement() ?? (await this.#connector.open());
    this.#isConnecting = false;
    if (this.#isClosed) {
      if (typeof link !== 'string') link.destroy();
    } else if (typeof link === 'string')
      this.#shipments.returnAll({ kind: 'retry', problem: link });
    else this.#use(link);
  }

  #takeReplacement(): StreamLink | undefined {
    const link = this.#replacement;
    this.#replacement = undefined;
    return link?.isOpen === true ? link : undefined;
  }

  #use(link: StreamLink): void {
    const connection = new Connection(link, this.#shipments, this.#config, {
      timers: this.#timers,
      startAfterMs: this.#hasBroken ? PROBATION_MS : 0,
      maxMessages: this.#judge.limit,
      wrote: () => this.#events?.windowRose(),
      works: () => this.#events?.works(),
      ended: (end) => this.#onEnd(end),
    });
    this.#connection = connection;
    if (!this.#connector.isFirst(link)) {
      this.#connector.watchFirst((first) => {
        this.#replacement = first;
        connection.finish();
      });
    }
    if (this.#isConfirming) connection.finishWhenWritten();
    connection.write();
  }

  #onEnd(end: ConnectionEnd): void {
    this.#connection = undefined;
    this.#connector.stopWatching();
    const unsettled = this.#shipments.rewind();
    if (end.kind === 'confirmed') {
      this.#hasBroken = false;
      this.#judge.confirmed(end.messages);
    } else {
      this.#hasBroken = !end.hasProgressed;
      const { problem } = end;
      const isOfMessage = end.isByPeer && end.isPrompt && !end.hasProgressed;
      if (this.#judge.broke({ unsettled, isOfMessage })) this.#refuse(problem);
      this.#shipments.returnAll({ kind: 'retry', problem });
    }
    if (this.#shipments.isEmpty) this.#isConfirming = false;
    else this.#proceed();
  }

  #refuse(problem: string): void {
    const bytes = this.#shipments.firstBytes;
    this.#shipments.refuseFirst(
      `${problem}; the peer closed three connections after one message of ${bytes} bytes, lower maxMessage below what it accepts`,
    );
  }
}
