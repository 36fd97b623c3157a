import type { CrashShare } from '../crash/crash-share.ts';
import { CrashWatch } from '../crash/crash-watch.ts';
import type { EventView } from '../event/event-view.ts';
import type { Sender } from '../event/sender.ts';
import { NetconsoleDecoder, type DecoderExits } from '../netconsole/netconsole-decoder.ts';
import type { NetconsoleLimits } from '../netconsole/netconsole-limits.ts';
import type { SourceCounts } from '../observe/counters.ts';

/** The decoder of the netconsole packets of one source, and the watch for crashes behind it. */
export class WatchedDecoder {
  readonly decoder: NetconsoleDecoder;
  readonly #exits: DecoderExits;
  #counts: SourceCounts;
  #share: CrashShare | undefined;
  #watch: CrashWatch | undefined;
  readonly #clock = { nowMs: 0 };

  /** `share`: undefined if crashes are not detected. */
  constructor(
    limits: NetconsoleLimits,
    counts: SourceCounts,
    share: CrashShare | undefined,
    exits: DecoderExits,
  ) {
    this.#exits = exits;
    this.#counts = counts;
    this.#share = share;
    this.#watch = this.#createWatch();
    this.decoder = new NetconsoleDecoder(limits, counts, exits);
  }

  /** Replaces the collaborators after a reload; open records are kept, unless the settings of crash detection changed. */
  adopt(counts: SourceCounts, share: CrashShare | undefined): void {
    this.decoder.adopt(counts);
    this.#counts = counts;
    if (share === this.#share) return;
    this.#watch?.flush();
    this.#share = share;
    this.#watch = this.#createWatch();
  }

  /** Detects crashes in the events of the decoder, before all other processing. */
  watch(view: EventView): void {
    if (this.#watch !== undefined) this.#watch.take(view);
  }

  extended(view: EventView, nowMs: number): void {
    this.#clock.nowMs = nowMs;
    this.decoder.extended(view, nowMs);
  }

  basic(view: EventView, nowMs: number): void {
    this.#clock.nowMs = nowMs;
    this.decoder.basic(view, nowMs);
  }

  /** Whether the sender is in the middle of something. */
  isBusy(slot: number): boolean {
    return this.decoder.isBusy(slot) || this.#watch?.isOpen(slot) === true;
  }

  /** When `expire` is next needed; undefined when nothing is pending. */
  get nextDeadline(): number | undefined {
    const crashes = this.#watch?.nextDeadline ?? Number.POSITIVE_INFINITY;
    const next = Math.min(this.decoder.nextDeadline ?? Number.POSITIVE_INFINITY, crashes);
    return next === Number.POSITIVE_INFINITY ? undefined : next;
  }

  expire(nowMs: number): void {
    this.#clock.nowMs = nowMs;
    this.decoder.expire(nowMs);
    this.#watch?.expire();
  }

  /** Emits all that is open, for the end. */
  flush(nowMs: number): void {
    this.#clock.nowMs = nowMs;
    this.decoder.flush(nowMs);
    this.#watch?.flush();
  }

  /** Emits all that is open of the sender, and forgets it: its slot may be given to another. */
  forget(sender: Sender, nowMs: number): void {
    this.#clock.nowMs = nowMs;
    this.decoder.forget(sender, nowMs);
    this.#watch?.forget(sender);
  }

  #createWatch(): CrashWatch | undefined {
    if (this.#share === undefined) return undefined;
    return new CrashWatch(this.#share, this.#clock, {
      emit: (view) => this.#exits.emit(view),
      count: (counter) => {
        (this.#counts[counter] as number)++;
      },
    });
  }
}
