import type { CrashShare } from '../crash/crash-share.ts';
import { CrashWatch } from '../crash/crash-watch.ts';
import { REBOOT, type EventView } from '../event/event-view.ts';
import { EXTENDED, SIGNAL } from '../event/format.ts';
import type { HostState } from '../event/host-state.ts';
import type { Sender } from '../event/sender.ts';
import { NetconsoleDecoder, type DecoderExits } from '../netconsole/netconsole-decoder.ts';
import type { NetconsoleLimits } from '../netconsole/netconsole-limits.ts';
import type { SourceCounts } from '../observe/counters.ts';
import { HostLives, type HeardSenders } from './host-lives.ts';
import type { IntakeContext } from './intake-context.ts';

const UNREPORTED = { silentAfterMs: undefined, trustsUnproven: true, reportsChanges: false };

/** What a decoder of netconsole packets needs of its source. `crashes`: undefined when they are not looked for. */
export type WatchContext = Pick<IntakeContext, 'counts' | 'crashes' | 'life'>;

/** The decoder of the netconsole packets of one source, and after it the watch for crashes and for the life of hosts. */
export class WatchedDecoder {
  readonly decoder: NetconsoleDecoder;
  readonly #exits: DecoderExits;
  #counts: SourceCounts;
  #share: CrashShare | undefined;
  #watch: CrashWatch | undefined;
  readonly #lives: HostLives;
  readonly #clock = { nowMs: 0 };

  constructor(
    limits: NetconsoleLimits,
    { counts, crashes, life = UNREPORTED }: WatchContext,
    exits: DecoderExits,
  ) {
    this.#exits = exits;
    this.#counts = counts;
    this.#share = crashes;
    this.#watch = this.#createWatch();
    this.decoder = new NetconsoleDecoder(limits, counts, exits);
    this.#lives = new HostLives(life, this.decoder.signals);
  }

  /** Replaces the collaborators after a reload; open records are kept, unless the settings of crash detection changed. */
  adopt({ counts, crashes, life = UNREPORTED }: WatchContext): void {
    this.decoder.adopt(counts);
    this.#counts = counts;
    this.#lives.adopt(life);
    if (crashes === this.#share) return;
    this.#watch?.flush();
    this.#share = crashes;
    this.#watch = this.#createWatch();
  }

  /** Looks at an event of any format before it goes its way. */
  before(view: EventView): void {
    this.#lives.before(view, this.#clock.nowMs);
    if (view.format > EXTENDED && view.format !== SIGNAL) return;
    if (this.#watch !== undefined) this.#watch.take(view);
    else if (view.format === SIGNAL && view.signal === REBOOT) this.#addLastWords(view);
  }

  /** The same afterwards. */
  after(view: EventView): void {
    this.#lives.after(view, this.#clock.nowMs);
  }

  /** The state of the host of a sender. */
  stateOf(slot: number): HostState {
    return this.#lives.stateOf(slot);
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
    const records = this.decoder.nextDeadline ?? Number.POSITIVE_INFINITY;
    const next = Math.min(records, crashes, this.#lives.nextDeadline);
    return next === Number.POSITIVE_INFINITY ? undefined : next;
  }

  /** Ends what is overdue, and finds the hosts that are silent. */
  expire(nowMs: number, senders: HeardSenders): void {
    this.#clock.nowMs = nowMs;
    this.decoder.expire(nowMs);
    this.#watch?.expire();
    this.#lives.expire(nowMs, senders);
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
    this.#lives.forget(sender.slot);
  }

  #addLastWords(view: EventView): void {
    const { reboot, slot } = view;
    const state = this.#lives.stateOf(slot);
    const hasLastWords = state === 'crashed' || state === 'down';
    if (reboot !== undefined) view.reboot = { ...reboot, hasLastWords };
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
