import type { SpoolMode } from '../../config/destination-config.ts';
import type { Log } from '../../log/log.ts';
import { allDropped, type Batch, type DropReason, type Outcome } from '../batch.ts';
import type { DestinationCounts } from '../destination-counts.ts';
import type { Parcel } from '../parcel.ts';
import { StateReport } from '../state-report.ts';
import type { Carrier, Refusal } from './carrier.ts';
import type { Consignment } from './dispatcher.ts';
import type { Lane } from './lane.ts';
import { LaneBook } from './lane-book.ts';
import type { ParcelStore, StoredEntry } from './parcel-store.ts';
import { SpoolFullReport } from './spool-full-report.ts';
import { SpoolLine } from './spool-line.ts';
import type { Timers } from './timers.ts';

/** The disk behind the queue of an outbox. */
export interface SpoolSettings {
  readonly mode: SpoolMode;
  readonly store: ParcelStore;
}

export interface OutboxSpoolContext {
  readonly name: string;
  readonly log: Log;
  readonly counts: DestinationCounts;
  /** The bound of the queue in memory: half as much is read ahead from the disk. */
  readonly queueBytes: number;
  readonly timers: Timers;
  readonly dispatch: (consignment: Consignment) => void;
  readonly carrier: Pick<Carrier, 'form' | 'accepts'>;
}

/** Where a batch goes; `nowhere`: the spool is full; `refused`: the disk does not keep up. */
export type Place = 'memory' | 'disk' | 'nowhere' | 'refused';

/** Bytes on their way to the disk, at most, if the queue is not larger: the disk takes what comes within some milliseconds. */
const WRITING_BYTES = 8 * 1024 * 1024;
/** Bytes of a stored parcel besides entries and runs, about. */
const STORED_OVERHEAD_BYTES = 1024;

/** Decides which batches of an outbox go to the disk, and brings them back in order. */
export class OutboxSpool {
  readonly #settings: SpoolSettings;
  readonly #context: OutboxSpoolContext;
  readonly #line: SpoolLine;
  readonly #lanes = new LaneBook();
  readonly #full: SpoolFullReport;
  readonly #forms: StateReport;
  #isDraining = false;

  constructor(settings: SpoolSettings, context: OutboxSpoolContext) {
    const { name, log, counts, timers } = context;
    this.#settings = settings;
    this.#context = context;
    this.#full = new SpoolFullReport(name, log, timers);
    this.#forms = new StateReport(name, log);
    const damages = new StateReport(name, log);
    this.#line = new SpoolLine({
      store: settings.store,
      loadedBytes: context.queueBytes / 2,
      send: (entry, parcel) => this.#send(entry, parcel),
      damaged: (events) => {
        damages.failed('error', 'batches in its spool are damaged; counted as spool-damaged');
        counts.unspool(events, allDropped({ events }, 'spool-damaged'));
      },
    });
  }

  /** Whether what is in memory only must be stored before the process ends. */
  get isWritable(): boolean {
    return this.#settings.mode !== 'never';
  }

  /** Whether older parcels wait on disk, or on their way there. */
  get isBehind(): boolean {
    return this.#line.isBehind;
  }

  /** `hasRoom`: whether the queue in memory takes the batch without making its source wait. */
  placeOf({ used, runs, events, receipt }: Batch, hasRoom: boolean): Place {
    const { mode, store } = this.#settings;
    const overflows = !hasRoom || this.#line.hasUnread || this.#isDraining;
    if (mode === 'never' || (mode === 'overflow' && !overflows)) return 'memory';
    const mayWait = receipt !== undefined || (mode === 'overflow' && hasRoom);
    const bytes = used + 16 * runs.count + STORED_OVERHEAD_BYTES;
    const problem = store.problem(bytes);
    if (problem !== undefined) {
      if (mayWait) return 'memory';
      this.#full.dropped(events, problem);
      return 'nowhere';
    }
    const { writingBytes } = this.#line;
    const limit = Math.max(WRITING_BYTES, this.#context.queueBytes);
    const isBusy = writingBytes > 0 && writingBytes + bytes > limit;
    if (isBusy) return mayWait ? 'memory' : 'refused';
    this.#full.hasRoom();
    return 'disk';
  }

  number(): number {
    return this.#settings.store.number();
  }

  /** Sends what is in memory when it is its turn. */
  add(sequence: number, consignment: Consignment): void {
    this.#line.add(sequence, () => {
      Object.assign(consignment, this.#lanes.place(consignment.parcel));
      this.#context.dispatch(consignment);
    });
  }

  /** Stores a batch, settles it as spooled and sends it when it is its turn. `reason`: why it is dropped if it cannot be stored. */
  write(batch: Batch, parcel: Parcel, reason: () => DropReason): void {
    const spooled: Outcome = { delivered: 0, dropped: {}, spooled: batch.events };
    this.#line.write(this.number(), this.#withForm(parcel), (isStored) =>
      batch.settled(isStored ? spooled : allDropped(batch, reason())),
    );
    // What is written is a copy.
    queueMicrotask(() => batch.released());
  }

  /** Stores what is in memory, too. Returns whether there is room; `written` is called as that of `SpoolLine.copy`. */
  copy(
    sequence: number,
    parcel: Parcel,
    written: (entry: StoredEntry | undefined) => void,
  ): boolean {
    const bytes = parcel.used + 2 * parcel.runs.byteLength + STORED_OVERHEAD_BYTES;
    if (this.#settings.store.diskProblem(bytes) !== undefined) return false;
    this.#line.copy(sequence, this.#withForm(parcel), written);
    return true;
  }

  /** Removes a stored parcel and counts its events as `outcome`, if it is given. */
  remove(entry: StoredEntry, outcome?: Outcome): void {
    if (outcome !== undefined) this.#context.counts.unspool(entry.events, outcome);
    this.#line.remove(entry);
  }

  /** Parcels of the lane may be stored. */
  useLane(lane: Lane): void {
    this.#lanes.add(lane);
  }

  replaceLane(old: Lane, fresh: Lane): void {
    this.#lanes.replace(old, fresh);
  }

  /** Nothing is read from the disk while the outbox drains. */
  drain(isDraining: boolean): void {
    if (!this.isWritable) return;
    this.#isDraining = isDraining;
    this.#line.pause(isDraining);
  }

  /** Resolves when nothing is on its way to the disk; rejects with the reason of `signal` if that aborts first. */
  written(signal: AbortSignal): Promise<void> {
    return this.#line.written(signal);
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  #withForm(parcel: Parcel): Parcel {
    return { form: this.#context.carrier.form, ...parcel };
  }

  #send(entry: StoredEntry, stored: Parcel): void {
    const { carrier } = this.#context;
    const { form = carrier.form } = stored;
    if (form !== carrier.form && carrier.accepts?.(form ?? '') !== true) {
      this.#forms.failed(
        'error',
        `events in its spool were encoded for another kind or framing (${form ?? 'unknown'}) and cannot be sent; they are counted as refused`,
      );
      this.remove(entry, allDropped(entry, 'refused'));
      return;
    }
    const { lane, parcel } = this.#lanes.place(stored);
    const delivered = (refused: Refusal | undefined): void =>
      this.remove(entry, outcomeOf(entry.events, refused));
    this.#context.dispatch({ lane, parcel, delivered });
  }
}

/** The outcome of events that a peer has, apart from the refused ones. */
export function outcomeOf(events: number, refused: Refusal | undefined): Outcome {
  const lost = refused?.events ?? 0;
  return { delivered: events - lost, dropped: lost === 0 ? {} : { refused: lost } };
}
