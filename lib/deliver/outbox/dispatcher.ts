import { plural } from '../../config/plural.ts';
import type { Log } from '../../log/log.ts';
import type { DestinationCounts } from '../destination-counts.ts';
import { StateReport } from '../state-report.ts';
import { BackOff } from './back-off.ts';
import type { Carrier, Refusal, Retry, SendResult } from './carrier.ts';
import type { Parcel } from '../parcel.ts';
import { Lane } from './lane.ts';
import type { Timers } from './timers.ts';

/** A parcel to be delivered. The dispatcher changes its numbers when a gap requires it. */
export interface Consignment {
  lane: Lane;
  parcel: Parcel;
  /** Called once, when the peer has the parcel, apart from the refused events. */
  readonly delivered: (refused: Refusal | undefined) => void;
}

export interface DispatcherContext {
  readonly carrier: Carrier;
  readonly log: Log;
  readonly counts: DestinationCounts;
  readonly timers: Timers;
  /** 0 to 1, for the jitter of the back-off. */
  readonly random?: (() => number) | undefined;
  /** Called when the peer begins not to take parcels. */
  readonly failed?: (() => void) | undefined;
  /** Called when a lane in use was replaced. */
  readonly laneReplaced: (old: Lane, fresh: Lane) => void;
}

/** The peer's count of a lane, when it is not the one expected. */
interface Gap {
  readonly lane: Lane;
  readonly current: number;
}

/**
 * Sends consignments in order through a carrier, several at a time, and sends again what the peer does not have. After a failure it
 * waits until nothing is in flight, then for the back-off, and continues with the oldest.
 */
export class Dispatcher {
  readonly #name: string;
  readonly #context: DispatcherContext;
  readonly #backOff: BackOff;
  readonly #delays: StateReport;
  readonly #refusals: StateReport;
  /** To be sent, oldest first. */
  #waiting: Consignment[] = [];
  /** In flight and failed, in the order of sending. */
  #sent: Consignment[] = [];
  /** To be sent again. */
  readonly #failed = new Set<Consignment>();
  #inFlight = 0;
  /** The last gap, to be resolved when nothing is in flight. */
  #gap: Gap | undefined = undefined;
  #failingSinceMs = 0;
  #restMs: number | undefined = undefined;
  #cancelRest: (() => void) | undefined = undefined;
  #isDraining = false;
  #isClosed = false;

  constructor(name: string, context: DispatcherContext) {
    this.#name = name;
    this.#context = context;
    this.#backOff = new BackOff(context.carrier.backOff, context.random);
    this.#delays = new StateReport(name, context.log);
    this.#refusals = new StateReport(name, context.log);
    context.carrier.observe?.({
      windowRose: () => this.#send(),
      works: () => this.#works(),
    });
  }

  /** Adds one; it is sent after all others, not before the caller returns. */
  add(consignment: Consignment): void {
    this.#waiting.push(consignment);
    queueMicrotask(() => this.#send());
  }

  /** From now on, or no longer, the carrier is asked to confirm what is in flight as soon as everything is sent. */
  drain(isDraining: boolean): void {
    this.#isDraining = isDraining;
    if (isDraining) queueMicrotask(() => this.#send());
  }

  /** Whether the peer does not take parcels at present. */
  get isFailing(): boolean {
    return this.#delays.isFailing;
  }

  /** Ends the connection. Nothing is delivered any more. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelRest?.();
    await this.#context.carrier.close();
    this.#waiting = [];
    this.#sent = [];
    this.#failed.clear();
  }

  #send(): void {
    while (!this.#isClosed && this.#inFlight < this.#context.carrier.window && !this.#isResting) {
      const next = this.#waiting[0];
      if (next === undefined || this.#mustWait(next)) break;
      this.#waiting.shift();
      this.#inFlight++;
      this.#sent.push(next);
      next.lane.sent(next.parcel);
      // A carrier never rejects: an error here is an internal error and ends the process.
      void this.#context.carrier.send(next.parcel).then((result) => this.#onResult(next, result));
    }
    const isComplete = this.#waiting.length === 0 && this.#inFlight > 0 && !this.#isResting;
    if (this.#isDraining && isComplete) this.#context.carrier.confirm?.();
  }

  /** Whether it could overtake parcels in flight whose lane will be replaced. */
  #mustWait({ lane }: Consignment): boolean {
    const last = this.#sent.at(-1);
    return this.#context.carrier.countsLanes === true && last !== undefined && last.lane !== lane;
  }

  get #isResting(): boolean {
    return this.#failed.size > 0 || this.#restMs !== undefined;
  }

  #onResult(consignment: Consignment, result: SendResult): void {
    this.#inFlight--;
    // Closed meanwhile: its owner has settled it.
    if (!this.#sent.includes(consignment)) return;
    switch (result.kind) {
      case 'delivered':
        this.#delivered(consignment, result.refused);
        break;
      case 'repeated':
        if (consignment.lane.isForeign(result.current)) this.#noteGap(consignment, result.current);
        else this.#delivered(consignment, undefined);
        break;
      case 'gap':
        this.#noteGap(consignment, result.current);
        break;
      case 'retry':
        this.#noteFailure(consignment, result);
        break;
      default:
        result satisfies never;
    }
    if (this.#isClosed) return;
    if (this.#failed.size > 0 && this.#inFlight === 0) this.#rest();
    this.#send();
  }

  #delivered(consignment: Consignment, refused: Refusal | undefined): void {
    const { lane, parcel } = consignment;
    if (this.#context.carrier.observe === undefined) this.#works();
    if (refused === undefined) this.#refusals.recovered('accepts all events again');
    else if (refused.problem !== undefined) {
      this.#refusals.failed('error', `${refused.problem}; such events are counted as refused`);
    }
    // A peer that refuses a whole parcel may not have counted it.
    if (refused?.events !== parcel.events) lane.confirmed(parcel);
    this.#sent.splice(this.#sent.indexOf(consignment), 1);
    consignment.delivered(refused);
  }

  #noteGap(consignment: Consignment, current: number): void {
    this.#failed.add(consignment);
    this.#gap = { lane: consignment.lane, current };
  }

  #noteFailure(consignment: Consignment, { problem, level = 'warn', afterMs }: Retry): void {
    this.#failed.add(consignment);
    if (this.#isClosed) return;
    this.#context.counts.retries++;
    if (problem === '') return;
    const wasFailing = this.#delays.isFailing;
    if (!wasFailing) this.#failingSinceMs = this.#context.timers.now();
    this.#delays.failed(level, `${problem}; events wait in the queue`);
    if (!wasFailing) this.#context.failed?.();
    if (afterMs !== undefined) this.#restMs = Math.max(this.#restMs ?? 0, afterMs);
  }

  /** Nothing is in flight: puts failed parcels back in order, and continues after the back-off. */
  #rest(): void {
    this.#waiting = [...this.#sent, ...this.#waiting];
    this.#sent = [];
    this.#failed.clear();
    if (this.#gap !== undefined) this.#resolve(this.#gap);
    this.#restMs = Math.max(this.#restMs ?? 0, this.#backOff.nextMs());
    this.#cancelRest = this.#context.timers.after(this.#restMs, () => {
      this.#restMs = undefined;
      this.#cancelRest = undefined;
      this.#send();
    });
  }

  /** Every gap has a way out: continue from the peer's count, or in a new lane. */
  #resolve({ lane, current }: Gap): void {
    this.#gap = undefined;
    const unconfirmed = this.#waiting.filter((each) => each.lane === lane);
    const verdict = lane.resolve(
      current,
      unconfirmed.map(({ parcel }) => parcel),
    );
    if (verdict.kind === 'foreign') {
      this.#replaceLane(lane, unconfirmed);
      return;
    }
    const first = unconfirmed[verdict.index];
    if (first !== undefined) first.parcel = { ...first.parcel, prev: current };
    if (verdict.lost === 0) return;
    this.#context.counts.note('lost_by_server', verdict.lost);
    this.#context.log.error(
      `destination ${this.#name}: the server lost up to ${plural(verdict.lost, 'event')} that it had confirmed, or only the count (failover, FLUSHALL, eviction); delivery continues, check its persistence and maxmemory-policy`,
    );
  }

  #replaceLane(lane: Lane, unconfirmed: readonly Consignment[]): void {
    const fresh = new Lane();
    for (const consignment of unconfirmed) {
      const { parcel } = consignment;
      consignment.lane = fresh;
      consignment.parcel = { ...parcel, lane: fresh.id, ...fresh.number(parcel.events) };
    }
    this.#context.laneReplaced(lane, fresh);
    this.#context.log.error(
      `destination ${this.#name}: another writer uses lane ${lane.id}, such as a copy of this process; delivery continues in lane ${fresh.id}`,
    );
  }

  #works(): void {
    this.#backOff.reset();
    if (!this.#delays.isFailing) return;
    const seconds = ((this.#context.timers.now() - this.#failingSinceMs) / 1000).toFixed(1);
    this.#delays.recovered(`delivers again after ${seconds} s`);
  }
}
