import type { EventView } from '../event/event-view.ts';
import { matchCut, UNKNOWN, type BeginMatch } from './begin-matcher.ts';
import { ANNOUNCED_RECORDS, PAIRED_RECORDS, UNKNOWN_RECORDS, WAITS } from './bounds.ts';
import { contextKey } from './context-key.ts';
import { Deadlines } from './deadlines.ts';
import { isAnnouncement, SIGNS } from './line-signs.ts';
import { ANNOUNCED, BEGUN, MARKED, OpenCrash, UNCERTAIN, type Context } from './open-crash.ts';
import type { SenderCrashes } from './sender-crashes.ts';

/** Takes a crash of `owner` that has ended. `isComplete`: whether nothing of it can be missing. */
export type EndOfCrash = (owner: SenderCrashes, crash: OpenCrash, isComplete: boolean) => void;

/** The text of all open crashes of a shard, in bytes. */
export interface CrashMemory {
  used: number;
  readonly most: number;
}

/** A record as the tracker looks at it: `text` is its first line, cut to what patterns see; `nowMs` is monotonic. */
export interface TrackedRecord {
  readonly view: EventView;
  readonly text: string;
  /** When it may begin a crash. */
  readonly match: BeginMatch | undefined;
  readonly nowMs: number;
}

/** Follows what each context of a sender prints, from the first line of a crash to its end. */
export class CrashTracker {
  readonly #deadlines = new Deadlines();
  readonly #owners = new Map<OpenCrash, SenderCrashes>();
  readonly #memory: CrashMemory;
  readonly #ended: EndOfCrash;

  constructor(memory: CrashMemory, ended: EndOfCrash) {
    this.#memory = memory;
    this.#ended = ended;
  }

  /** Whether nothing is open. */
  get isIdle(): boolean {
    return this.#owners.size === 0;
  }

  /** When `expire` is next needed; infinite when nothing is open. */
  get nextDeadline(): number {
    return this.#deadlines.next;
  }

  /** Takes a kernel record of a sender with something open, or one whose first bytes are those of a first line. */
  take(owner: SenderCrashes, record: TrackedRecord): void {
    this.expire(record.nowMs);
    for (const { crash } of owner.contexts) crash?.noteGap(record.view);
    const key = contextKey(record.view);
    const context = owner.find(key);
    const match = matchFor(record, context);
    const opens = match?.begin.opens ?? 'never';
    const isNews = opens === 'always' || isAnnouncement(record.text);
    // A panic stops the machine: what others print belongs to it, unless they have, or begin, a crash of their own.
    if (owner.panic !== undefined && context === undefined && !isNews) {
      this.#add(owner.panic, record, false);
    } else if (match?.begin === UNKNOWN) this.#uncertain(owner, key, match, record);
    else if (match !== undefined && opens !== 'never') this.#begin(owner, key, match, record);
    else {
      if (isAnnouncement(record.text)) this.#announce(owner, key, SIGNS.isCut(record.text));
      this.#follow(owner, key, record);
    }
  }

  /** Ends what is due at `nowMs`. */
  expire(nowMs: number): void {
    for (;;) {
      const crash = this.#deadlines.due(nowMs);
      if (crash === undefined) return;
      this.#end(crash, crash.mayEnd);
    }
  }

  /** Ends all that is open of a sender, which says nothing more. */
  close(owner: SenderCrashes): void {
    while (owner.mostSilent !== undefined) this.#cut(owner.mostSilent);
  }

  /** Ends all that is open of all senders. */
  flush(): void {
    for (;;) {
      const { oldest } = this.#deadlines;
      if (oldest === undefined) return;
      this.#cut(oldest);
    }
  }

  #begin(owner: SenderCrashes, key: string, match: BeginMatch, record: TrackedRecord): void {
    const context = this.#contextOf(owner, key);
    const { crash, announced } = context;
    if (crash !== undefined && joins(crash, match)) {
      if (announced !== undefined) this.#drop(announced);
      this.#add(crash, record, true);
      crash.sinceBegin = 0;
      return;
    }
    if (crash !== undefined) {
      if (announced !== undefined) crash.text.truncate(announced.splitAt);
      context.crash = announced;
      this.#end(crash, crash.mayEnd);
    }
    const fresh = announced ?? this.#open(owner, key, BEGUN);
    fresh.context.announced = undefined;
    fresh.context.crash = fresh;
    fresh.begin(match, record.view);
    this.#add(fresh, record, true);
    fresh.sinceBegin = 0;
  }

  /** A line that a call trace would make the beginning of a crash, unless it is part of one. */
  #uncertain(owner: SenderCrashes, key: string, match: BeginMatch, record: TrackedRecord): void {
    const crash = owner.find(key)?.crash;
    if (crash !== undefined && crash.state !== MARKED) {
      this.#follow(owner, key, record);
      return;
    }
    if (crash !== undefined) this.#end(crash, crash.mayEnd);
    const announced = owner.find(key)?.announced;
    const fresh = announced ?? this.#open(owner, key, UNCERTAIN);
    fresh.context.announced = fresh;
    fresh.begin(match, record.view);
    fresh.state = UNCERTAIN;
    this.#add(fresh, record, true);
    fresh.sinceBegin = 0;
  }

  #announce(owner: SenderCrashes, key: string, isCut: boolean): void {
    const { crash, announced } = this.#contextOf(owner, key);
    if (announced !== undefined) this.#drop(announced);
    const fresh = this.#open(owner, key, ANNOUNCED);
    fresh.splitAt = crash?.text.records ?? 0;
    fresh.isCut = isCut;
    fresh.context.announced = fresh;
  }

  #follow(owner: SenderCrashes, key: string, record: TrackedRecord): void {
    const context = owner.find(key);
    if (context === undefined) {
      const asking = owner.asking(key);
      if (asking !== undefined) this.#add(asking, record, true);
      return;
    }
    const { crash, announced } = context;
    if (crash !== undefined) this.#add(crash, record, true);
    if (announced === undefined) return;
    this.#add(announced, record, true);
    if (announced.state === UNCERTAIN && SIGNS.isCallTrace(record.text)) {
      announced.state = BEGUN;
      context.announced = undefined;
      context.crash = announced;
      this.#deadlines.arm(announced, record.nowMs);
    } else if (announced.sinceBegin > mostRecords(announced)) this.#drop(announced);
  }

  /** Adds a record, and notes what it says about the end of the crash. */
  #add(crash: OpenCrash, record: TrackedRecord, isOwn: boolean): void {
    const { view, nowMs } = record;
    const before = crash.text.bytes;
    crash.add(view, isOwn);
    this.#memory.used += crash.text.bytes - before;
    if (crash.state >= BEGUN) this.#note(crash, record);
    if (isLate(crash, nowMs)) this.#end(crash, crash.mayEnd);
    else this.#deadlines.arm(crash, nowMs);
    while (this.#memory.used > this.#memory.most) {
      const oldest = this.#deadlines.oldest;
      if (oldest === undefined) return;
      this.#cut(oldest);
    }
  }

  #note(crash: OpenCrash, { text, nowMs }: TrackedRecord): void {
    if (SIGNS.isPanic(text)) {
      crash.panic(nowMs);
      const owner = this.#owners.get(crash);
      if (owner !== undefined) owner.panic = crash;
    } else if (SIGNS.isEnd(text, crash.hasPanic)) crash.mark(nowMs);
    else if (SIGNS.asksCpus(text)) crash.joinsCpus = true;
    else if (crash.state === BEGUN) crash.noteCpu(SIGNS.cpu(text));
  }

  #contextOf(owner: SenderCrashes, key: string): Context {
    const known = owner.find(key);
    if (known !== undefined) return known;
    if (owner.isFull && owner.mostSilent !== undefined) this.#cut(owner.mostSilent);
    return owner.open(key);
  }

  #open(owner: SenderCrashes, key: string, state: number): OpenCrash {
    const crash = new OpenCrash(this.#contextOf(owner, key), state);
    this.#owners.set(crash, owner);
    this.#memory.used += crash.text.bytes;
    return crash;
  }

  /** Ends a crash that something may be missing of. */
  #cut(crash: OpenCrash): void {
    this.#end(crash, crash.state === MARKED && crash.mayEnd);
  }

  #drop(announced: OpenCrash): void {
    this.#end(announced, false);
  }

  #end(crash: OpenCrash, isComplete: boolean): void {
    this.#deadlines.cancel(crash);
    const owner = this.#owners.get(crash);
    if (owner === undefined) return;
    this.#owners.delete(crash);
    owner.close(crash);
    this.#memory.used -= crash.text.bytes;
    if (crash.state >= BEGUN) this.#ended(owner, crash, isComplete);
  }
}

/** How a record may begin a crash in its context: a line that is only a sign of one must not be part of an open one. */
function matchFor(
  { match, text }: TrackedRecord,
  context: Context | undefined,
): BeginMatch | undefined {
  if (context?.crash !== undefined) return match?.begin.opens === 'late' ? undefined : match;
  const isCut = context?.announced?.isCut === true && match?.begin.opens !== 'always';
  return (isCut ? matchCut(text) : undefined) ?? match;
}

/** Whether a first line belongs to the crash that is open in its context. */
function joins(crash: OpenCrash, { begin }: BeginMatch): boolean {
  if (begin.opens === 'alone') return true;
  return crash.state === BEGUN && crash.sinceBegin < PAIRED_RECORDS;
}

/** Whether a crash must not wait for more, though more comes: an alert may depend on it. */
function isLate({ state, hasPanic, markedMs, panicMs }: OpenCrash, nowMs: number): boolean {
  if (hasPanic) return nowMs - panicMs > WAITS.silence;
  return state === MARKED && nowMs - markedMs > WAITS.behindMarker;
}

function mostRecords({ state }: OpenCrash): number {
  return state === ANNOUNCED ? ANNOUNCED_RECORDS : UNKNOWN_RECORDS;
}
