import type { EventView } from '../event/event-view.ts';
import type { Sender } from '../event/sender.ts';
import { COUNT, type SourceCounts } from '../observe/counters.ts';
import { BasicRecords } from './basic/basic-records.ts';
import type { BasicStart } from './basic/basic-start.ts';
import { BufferStore } from './buffer-store.ts';
import type { Burst, HeldDatagram } from './history/burst.ts';
import type { ExtendedHeader } from './extended/extended-header.ts';
import { ExtendedRecords } from './extended/extended-records.ts';
import type { HistoryListener } from './history/history-listener.ts';
import { KernelSignals, type SignalOrigin } from './kernel-signals.ts';
import type { MessageIds } from './history/message-ids.ts';
import { resolveLimits, type NetconsoleLimits } from './netconsole-limits.ts';
import { RecordCounts } from './record-counts.ts';
import { RecordOrder } from './order/record-order.ts';
import { SenderLosses, type Losses } from './sender-losses.ts';
import { SenderHistory } from './history/sender-history.ts';

const KNOWN_MS = 600_000;

/** Receives the output of a decoder. */
export interface DecoderExits {
  /** Takes a complete event; the view is the decoder's again when this returns. */
  emit(view: EventView): void;
  /** The sender rebooted; called after the signal and before the first record of the new boot. */
  rebooted(sender: Sender): void;
}

/**
 * Decodes the netconsole packets of one source into events: joins fragments, leaves out duplicates, and reports
 * losses and reboots. State is kept by `sender.slot`. There is no clock: `nowMs` is monotonic, in
 * milliseconds, and `expire` gives up overdue records.
 *
 * Events go to `emit`, complete, none or more for a packet, in the view given or in another one, which is valid only
 * during that call. Signals are made only for listeners that want them. Nothing throws, whatever the bytes.
 */
export class NetconsoleDecoder {
  readonly #exits: DecoderExits;
  readonly #counts: RecordCounts;
  readonly #buffers: BufferStore;
  /** Makes signals of the decoder's senders, within the same budget. */
  readonly signals: KernelSignals;
  readonly #history: SenderHistory;
  readonly #losses = new SenderLosses();
  readonly #basic: BasicRecords;
  readonly #extended: ExtendedRecords;
  /** Undefined when no record is to wait for others. */
  readonly #order: RecordOrder | undefined;

  constructor(limits: NetconsoleLimits, counts: SourceCounts, exits: DecoderExits) {
    const resolved = resolveLimits(limits);
    this.#counts = new RecordCounts(counts);
    this.#buffers = new BufferStore(resolved.maxAssemblyBytes);
    const emit = (view: EventView): void => exits.emit(view);
    this.#exits = exits;
    this.signals = new KernelSignals(emit, this.#counts);
    this.#history = new SenderHistory(resolved.maxTableBytes, this.#createListener());
    const context = {
      limits: resolved,
      buffers: this.#buffers,
      counts: this.#counts,
      signals: this.signals,
      history: this.#history,
      losses: this.#losses,
      emit,
    };
    this.#basic = new BasicRecords(context);
    this.#extended = new ExtendedRecords(context);
    this.#order = resolved.reorderWaitMs > 0 ? new RecordOrder(context, this.#extended) : undefined;
  }

  /** Uses other counters from now on. Open records were counted in the previous ones: the account holds for the sum of both. */
  adopt(counts: SourceCounts): void {
    this.#counts.counts = counts;
  }

  /** `classify` decodes the header of an extended packet into this object. */
  get header(): ExtendedHeader {
    return this.#extended.header;
  }

  /** `classify` decodes the beginning of a basic packet into this object. */
  get start(): BasicStart {
    return this.#basic.start;
  }

  /** Takes an extended packet, as `classify` found it: `header` and `view.kernel` hold its header. */
  extended(view: EventView, nowMs: number): void {
    const { header } = this.#extended;
    if (this.#order === undefined) this.#extended.decode(view, header, nowMs);
    else this.#order.take(view, header, nowMs);
  }

  /** Takes a basic packet, as `classify` found it: `start` holds how it begins. */
  basic(view: EventView, nowMs: number): void {
    this.#basic.decode(view, nowMs);
  }

  /** Whether the sender wrote a kernel time or an extended header in the last ten minutes. */
  isKnown(slot: number, nowMs: number): boolean {
    return nowMs - this.#history.knownMs(slot) <= KNOWN_MS;
  }

  /** Messages of the sender that are known to be missing. */
  lossesOf(slot: number): Losses {
    return this.#losses.of(slot);
  }

  /** The release of the sender's kernel; undefined if it sent none since its last boot. */
  releaseOf(slot: number): string | undefined {
    return this.#history.releaseOf(slot);
  }

  /** The format of the sender's kernel messages; undefined if it sent none. */
  formatOf(slot: number): 'basic' | 'extended' | undefined {
    if (Number.isNaN(this.#history.knownMs(slot))) return undefined;
    return this.#history.highest(slot) >= 0 ? 'extended' : 'basic';
  }

  /** Whether a basic record of the sender has not ended. */
  hasOpenRecord(slot: number): boolean {
    return this.#basic.isOpen(slot);
  }

  /** Whether packets of the sender wait for others. */
  isBusy(slot: number): boolean {
    return (
      this.#extended.isOpen(slot) ||
      this.#basic.isOpen(slot) ||
      this.#history.holds(slot) ||
      this.#order?.holds(slot) === true
    );
  }

  /** Bytes kept for open records and tables. */
  get memoryBytes(): number {
    return this.#buffers.used + this.#history.tableBytes;
  }

  /** When `expire` is next needed; undefined when nothing is pending. */
  get nextDeadline(): number | undefined {
    const next = Math.min(
      this.#history.nextDeadline,
      this.#extended.nextDeadline,
      this.#basic.nextDeadline,
      this.#order?.nextDeadline ?? Number.POSITIVE_INFINITY,
    );
    return next === Number.POSITIVE_INFINITY ? undefined : next;
  }

  /** Gives up what is overdue at `nowMs`. */
  expire(nowMs: number): void {
    this.#expire(nowMs, nowMs);
  }

  /** Emits all that is open, for the end. */
  flush(nowMs: number): void {
    this.#order?.flush(nowMs);
    while (this.nextDeadline !== undefined) this.#expire(nowMs, Number.POSITIVE_INFINITY);
  }

  /** Emits all that is open of the sender, and forgets it: its slot may be given to another. */
  forget(sender: Sender, nowMs: number): void {
    const { slot } = sender;
    this.#order?.forget(slot, nowMs);
    this.#history.settle(slot);
    this.#extended.forget(slot, nowMs);
    this.#basic.forget(slot, nowMs);
    this.#history.forget(slot);
    this.#losses.forget(slot);
  }

  #expire(nowMs: number, until: number): void {
    this.#history.expire(until);
    const hasGivenUp = this.#extended.expire(nowMs, until);
    this.#basic.expire(nowMs, until);
    this.#order?.expire(nowMs, until, hasGivenUp);
  }

  #createListener(): HistoryListener {
    const count = (name: number, by: number) => {
      (this.#counts.counts[name] as number) += by;
    };
    return {
      rebooted: (burst: Burst, held: readonly HeldDatagram[]) => {
        count(COUNT.reboots, 1);
        if (burst.listener.signals) {
          const downUs = burst.burstStartUs - burst.lastBootUs;
          this.signals.rebooted(originOf(burst, burst.burstStartUs), downUs);
        }
        this.#exits.rebooted(burst.sender);
        this.#extended.again(burst, held);
      },
      release: (burst: Burst, held: readonly HeldDatagram[]) => this.#extended.again(burst, held),
      replayed: (burst: Burst, lastReceivedUs: number) => {
        count(COUNT.replays, 1);
        if (burst.listener.signals) {
          this.signals.replayed(originOf(burst, lastReceivedUs), burst.repeats);
        }
      },
      lost: (burst: Burst, ids: MessageIds, lastReceivedUs: number) => {
        count(COUNT.lost, ids.lost);
        this.#losses.lost(burst.sender.slot, ids.lost);
        if (burst.listener.signals) this.signals.lost(originOf(burst, lastReceivedUs), ids);
      },
    };
  }
}

function originOf({ sender, listener }: Burst, receivedUs: number): SignalOrigin {
  return { sender, listener, receivedUs };
}
