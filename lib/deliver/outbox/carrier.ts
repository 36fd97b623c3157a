import type { Parcel } from '../parcel.ts';
/** Events that the peer has rejected permanently. */
export interface Refusal {
  readonly events: number;
  /** For the log, once per change; absent when the carrier logs it itself, such as by stream. */
  readonly problem?: string;
}

/** The outcome of a parcel. */
export type SendResult =
  /** The peer has it, apart from the refused events. */
  | { readonly kind: 'delivered'; readonly refused?: Refusal }
  /** The peer had it already; `current` is its count of the lane. */
  | { readonly kind: 'repeated'; readonly current: number }
  /** The peer's count of the lane is `current` and not the parcel's `prev`; nothing was written. */
  | { readonly kind: 'gap'; readonly current: number }
  | Retry;

/** To be sent again, after `afterMs` or the back-off. */
export interface Retry {
  readonly kind: 'retry';
  /** For the log: operation, actual value, fix. Empty: a consequence of what another parcel met; it is not logged. */
  readonly problem: string;
  /** `error` when an operator must act; `warn` if absent. */
  readonly level?: 'error' | 'warn';
  readonly afterMs?: number;
}

/** What a carrier reports besides the results of parcels. */
export interface CarrierEvents {
  /** `window` has risen. */
  windowRose(): void;
  /** The connection works: ends the back-off and the state of failing. */
  works(): void;
}

/**
 * The transport of a network destination behind the outbox, which owns queue, order, retries and accounts. The outbox never sends
 * a parcel again before all parcels in flight have their result.
 */
export interface Carrier {
  /** Parcels in flight at most; a carrier that reports it with `windowRose` may change it. */
  readonly window: number;
  /** Delays between attempts, with jitter. */
  readonly backOff: BackOffLimits;
  /** Called once, first. A carrier that has it decides by `works` that its peer can be reached; otherwise each delivery proves that. */
  readonly observe?: ((events: CarrierEvents) => void) | undefined;
  /** Whether the peer counts the events of each lane: then parcels of one lane are in flight at a time. */
  readonly countsLanes?: boolean;
  /** How the entries of its parcels are encoded: stored with them. Undefined if there is one form only. */
  readonly form?: string;
  /** Whether it can send parcels of another form, encoded by an earlier configuration; none if absent. */
  accepts?(form: string): boolean;
  /** Sends one parcel. Called in order. Never rejects. */
  send(parcel: Parcel): Promise<SendResult>;
  /**
   * The outbox drains and all its parcels are in flight: a carrier whose results come late on purpose obtains them now, for example by
   * ending the connection gracefully. May be called again and again; parcels may follow.
   */
  confirm?(): void;
  /** Ends the connection; every `send` in flight resolves. Idempotent. */
  close(): Promise<void>;
}

export interface BackOffLimits {
  readonly minMs: number;
  readonly maxMs: number;
}
