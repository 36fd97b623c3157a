import type { EventView } from '../event/event-view.ts';
import type { Sender } from '../event/sender.ts';
import { DeadlineList, type Timed } from '../netconsole/deadline-list.ts';
import { SlotTable } from '../netconsole/slot-table.ts';
import { COUNT } from '../observe/counters.ts';
import { BOUNDS, WAITS } from './bounds.ts';
import type { CrashExits } from './crash-exits.ts';
import { CrashSignals, originOf, type CrashOrigin } from './crash-signals.ts';
import { troubleKey, type TroubleMatch } from './trouble-matcher.ts';

const SEVERITY_LINE = /^\{\d+\}\[Hardware Error\]: event severity: ([\w-]{1,20})/;
const SECTION = /section_type: /;

/** One kind of trouble of one sender and device, in the minute after its event. */
class OpenTrouble implements Timed<OpenTrouble> {
  readonly match: TroubleMatch;
  /** Its first record. */
  readonly origin: CrashOrigin;
  /** Arrival and uptime of its last record. */
  receivedUs: number;
  uptimeUs: number;
  /** Records since the event. */
  count = 0;
  dueMs = 0;
  isListed = false;
  previous: OpenTrouble | undefined = undefined;
  next: OpenTrouble | undefined = undefined;

  constructor(match: TroubleMatch, origin: CrashOrigin) {
    this.match = match;
    this.origin = origin;
    this.receivedUs = origin.receivedUs;
    this.uptimeUs = origin.uptimeUs;
  }
}

interface SenderTroubles {
  readonly open: Map<string, OpenTrouble>;
  /** What the hardware error at hand said of its severity. */
  severity: string;
}

/** Makes events of serious messages without a call trace: the first of a kind and device at once, further ones once a minute. */
export class TroubleWatch {
  readonly #exits: CrashExits;
  readonly #signals: CrashSignals;
  readonly #senders = new SlotTable<SenderTroubles>();
  readonly #minutes = new DeadlineList<OpenTrouble>(WAITS.minute);
  #count = 0;

  constructor(exits: CrashExits) {
    this.#exits = exits;
    this.#signals = new CrashSignals((view) => exits.emit(view));
  }

  /** When `expire` is next needed; infinite when nothing is pending. */
  get nextDeadline(): number {
    return this.#minutes.nextDeadline;
  }

  /** Takes a kernel record that tells of trouble. */
  take(view: EventView, found: TroubleMatch, nowMs: number): void {
    this.#exits.count(COUNT.troubles);
    if (found.isCounted) return;
    const { open, severity } = this.#of(view.slot);
    const match = severity === '' ? found : withSeverity(found, severity);
    const { key } = match;
    const known = open.get(key);
    if (known !== undefined) {
      known.count++;
      known.receivedUs = view.receivedUs;
      known.uptimeUs = view.kernel.uptimeUs;
      return;
    }
    if (open.size >= BOUNDS.troubles || this.#count >= BOUNDS.openTroubles) {
      this.#exits.count(COUNT.troublesSuppressed);
      return;
    }
    const trouble = new OpenTrouble(match, originOf(view));
    open.set(key, trouble);
    this.#count++;
    this.#minutes.arm(trouble, nowMs);
    this.#emit(trouble, 1);
  }

  /** Takes any line of a hardware error: one of the first says how severe it is. */
  note(view: EventView, text: string): void {
    const severity = SEVERITY_LINE.exec(text)?.[1];
    if (severity !== undefined) this.#of(view.slot).severity = severity;
  }

  /** Reports what came again in a minute that is over. */
  expire(nowMs: number): void {
    while (this.#minutes.nextDeadline <= nowMs) this.#closeFirst();
  }

  /** Reports all that came again. */
  flush(): void {
    while (this.#minutes.first !== undefined) this.#closeFirst();
  }

  forget({ slot }: Sender): void {
    for (const trouble of this.#senders.get(slot)?.open.values() ?? []) this.#close(trouble);
    this.#senders.clear(slot);
  }

  #closeFirst(): void {
    const { first } = this.#minutes;
    if (first !== undefined) this.#close(first);
  }

  #close(trouble: OpenTrouble): void {
    this.#minutes.cancel(trouble);
    this.#count--;
    this.#of(trouble.origin.sender.slot).open.delete(trouble.match.key);
    if (trouble.count > 0) this.#emit(trouble, trouble.count);
  }

  #emit({ match, origin, receivedUs, uptimeUs }: OpenTrouble, count: number): void {
    const { type, title, device } = match;
    this.#signals.trouble({ ...origin, receivedUs, uptimeUs }, { type, title, device, count });
  }

  #of(slot: number): SenderTroubles {
    const known = this.#senders.get(slot);
    if (known !== undefined) return known;
    const troubles = { open: new Map<string, OpenTrouble>(), severity: '' };
    this.#senders.set(slot, troubles);
    return troubles;
  }
}

function withSeverity(match: TroubleMatch, severity: string): TroubleMatch {
  const title = match.title.replace(SECTION, `${severity} `);
  return { ...match, title, key: troubleKey(title, match.device) };
}
