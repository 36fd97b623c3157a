import { sourceViews } from '../event/data-views.ts';
import { REBOOT, type EventView } from '../event/event-view.ts';
import { EXTENDED, SIGNAL } from '../event/format.ts';
import type { Sender } from '../event/sender.ts';
import { SlotTable } from '../netconsole/slot-table.ts';
import { COUNT } from '../observe/counters.ts';
import { beginKeys, matchBegin, UNKNOWN } from './begin-matcher.ts';
import { latin1 } from './context-key.ts';
import type { CrashClock, CrashExits } from './crash-exits.ts';
import { CrashReporter } from './crash-reporter.ts';
import type { CrashShare } from './crash-share.ts';
import { CrashTracker } from './crash-tracker.ts';
import { FirstBytes, kindsByKey } from './first-bytes.ts';
import type { LastLine } from './line-log.ts';
import { isAnnouncement, SIGN_KEYS, SIGNS } from './line-signs.ts';
import { isProven } from './open-crash.ts';
import { SenderCrashes } from './sender-crashes.ts';
import { SenderLines } from './sender-lines.ts';
import { matchTrouble, troubleKeys } from './trouble-matcher.ts';
import { TroubleWatch } from './trouble-watch.ts';

const NEWLINE = 0x0a;
const KEY_BYTES = 4;
const MICROS = 1_000_000;
/** How much of a line patterns see. */
const LONGEST_LINE = 512;

const HARDWARE_ERROR = '{';

/** What a line may be, by its first four bytes. */
const MAY_BEGIN = 1;
const MAY_BE_TROUBLE = 2;
const MAY_BE_SIGN = 4;
const FIRST_LINES = new FirstBytes({
  keys: kindsByKey([
    [MAY_BEGIN, beginKeys()],
    [MAY_BE_TROUBLE, troubleKeys()],
    [MAY_BE_SIGN, SIGN_KEYS],
  ]),
  opener: [HARDWARE_ERROR, MAY_BE_TROUBLE],
});

/**
 * Finds crashes in the kernel records of one source, between decoding and routes. State is kept by `sender.slot`; there is
 * no clock. A record that begins no crash and belongs to none costs a load, a look into a table, and its copy
 * among the last lines.
 */
export class CrashWatch {
  readonly #share: CrashShare;
  readonly #exits: CrashExits;
  readonly #clock: CrashClock;
  readonly #senders = new SlotTable<SenderCrashes>();
  readonly #lines: SenderLines;
  readonly #reporter: CrashReporter;
  readonly #tracker: CrashTracker;
  readonly #troubles: TroubleWatch;

  /** `clock` holds the time of the call at hand. */
  constructor(share: CrashShare, clock: CrashClock, exits: CrashExits) {
    this.#clock = clock;
    this.#share = share;
    this.#exits = exits;
    this.#lines = new SenderLines(share.lastLines);
    this.#reporter = new CrashReporter(share, exits);
    this.#troubles = new TroubleWatch(exits);
    this.#tracker = new CrashTracker(share.memory, (owner, crash, isComplete) =>
      this.#reporter.report(owner, { crash, isComplete }, clock.nowMs),
    );
  }

  /** Looks at an event before it goes its way. */
  take(view: EventView): void {
    if (view.format > EXTENDED) {
      if (view.format === SIGNAL && view.signal === REBOOT) this.#rebooted(view);
      return;
    }
    const { text, textStart, textEnd } = view;
    const isKernel = view.facility === 0;
    if (isKernel) this.#lines.keep(view, this.#clock);
    const kinds =
      textEnd - textStart < KEY_BYTES
        ? 0
        : FIRST_LINES.kindsOf(sourceViews.of(text).getInt32(textStart, true));
    if (kinds !== 0 || (!this.#tracker.isIdle && this.isOpen(view.slot))) {
      this.#look(view, kinds);
    }
  }

  /** Ends what is due. */
  expire(): void {
    const { nowMs } = this.#clock;
    this.#tracker.expire(nowMs);
    this.#reporter.expire(nowMs);
    this.#troubles.expire(nowMs);
    this.#share.lastLines.expire(nowMs);
  }

  /** When `expire` is next needed; infinite when nothing is open. */
  get nextDeadline(): number {
    return Math.min(
      this.#tracker.nextDeadline,
      this.#reporter.nextDeadline,
      this.#troubles.nextDeadline,
    );
  }

  /** Ends all that is open. */
  flush(): void {
    this.#tracker.flush();
    this.#reporter.flush();
    this.#troubles.flush();
    this.#lines.clear();
  }

  /** Ends all that is open of a sender, and forgets it: its slot may be given to another. */
  forget(sender: Sender): void {
    const { slot } = sender;
    const owner = this.#senders.get(slot);
    if (owner !== undefined) this.#tracker.close(owner);
    this.#senders.clear(slot);
    this.#troubles.forget(sender);
    this.#lines.forget(slot);
  }

  /** Whether a crash of the sender is open. */
  isOpen(slot: number): boolean {
    return this.#senders.get(slot)?.isOpen === true;
  }

  /** The last lines of a sender, the oldest first. */
  lastLines(slot: number): LastLine[] {
    return this.#lines.of(slot);
  }

  #look(view: EventView, kinds: number): void {
    const { nowMs } = this.#clock;
    const text = firstLineOf(view);
    const mayBegin = (kinds & MAY_BEGIN) !== 0 && !lacksBegin(view);
    const match = mayBegin ? matchBegin(text) : undefined;
    if (view.facility !== 0) {
      const isUserMade = match !== undefined && match.begin.opens !== 'never';
      if (isUserMade && match.begin !== UNKNOWN) this.#exits.count(COUNT.userMadeCrashText);
      return;
    }
    if (!this.#share.reportsUnproven && !isProven(view)) return;
    if ((kinds & MAY_BE_TROUBLE) !== 0) this.#lookForTrouble(view, text, nowMs);
    const isSign = (kinds & MAY_BE_SIGN) !== 0;
    const isStopping = isSign && SIGNS.isStopping(text);
    const isNews = match !== undefined || isStopping || (isSign && isAnnouncement(text));
    const owner = this.#senders.get(view.slot) ?? (isNews ? this.#remember(view) : undefined);
    if (owner === undefined) return;
    owner.listener = view.listener;
    if (isStopping) owner.isStopping = true;
    this.#tracker.take(owner, { view, text, match, nowMs });
  }

  #lookForTrouble(view: EventView, text: string, nowMs: number): void {
    const trouble = matchTrouble(text);
    if (trouble !== undefined) this.#troubles.take(view, trouble, nowMs);
    else if (text.startsWith(HARDWARE_ERROR)) this.#troubles.note(view, text);
  }

  #remember(view: EventView): SenderCrashes {
    const owner = new SenderCrashes(view.sender, view.listener);
    this.#senders.set(view.slot, owner);
    return owner;
  }

  /** The boot of a sender is over: ends its crashes, and adds to the signal what it knows. */
  #rebooted(view: EventView): void {
    const owner = this.#senders.get(view.slot);
    if (owner !== undefined) this.#tracker.close(owner);
    const { reboot } = view;
    if (reboot !== undefined) {
      const endUs = view.receivedUs - reboot.downSeconds * MICROS;
      view.reboot = {
        ...reboot,
        after: owner?.crashedId,
        hasLastWords: owner?.hasLastWords(endUs) === true,
      };
    }
    owner?.reboot();
  }
}

/** Whether the first fragment of the record is missing: what its text begins with may be from anywhere in it. */
function lacksBegin({ kernel }: EventView): boolean {
  return kernel.missing?.[0] === 0;
}

function firstLineOf({ text, textStart, textEnd, plainIn }: EventView): string {
  const limit = Math.min(textEnd, textStart + LONGEST_LINE);
  // Printable text is one line.
  let end = text === plainIn ? limit : textStart;
  while (end < limit && text[end] !== NEWLINE) end++;
  return latin1(text, textStart, end);
}
