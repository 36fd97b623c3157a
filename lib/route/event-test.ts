import type { EventView } from '../event/event-view.ts';
import { SIGNAL } from '../event/format.ts';
import type { AddressSet } from '../event/address-set.ts';
import type { BytePattern } from './byte-pattern.ts';
import type { Glob } from './glob.ts';
import type { TextPattern } from './text-pattern.ts';

/** One question about an event that only the event can answer. Compiled once; no allocation unless said. */
export interface EventTest {
  holds(view: EventView): boolean;
}

/** `mask`: bit n for severity n. An event without severity counts as the listener's default says. */
export class SeverityTest implements EventTest {
  readonly #mask: number;

  constructor(mask: number) {
    this.#mask = mask;
  }

  holds(view: EventView): boolean {
    const severity = view.severity < 0 ? view.listener.defaultSeverity : view.severity;
    return ((this.#mask >>> severity) & 1) === 1;
  }
}

/** `mask`: bit n for facility n. Facilities that syslog cannot say count as `user`, as encoders write them. */
export class FacilityTest implements EventTest {
  readonly #mask: number;

  constructor(mask: number) {
    this.#mask = mask;
  }

  holds(view: EventView): boolean {
    return ((this.#mask >>> (view.facility > 23 ? 1 : view.facility)) & 1) === 1;
  }
}

const UNKNOWN = 0;
const YES = 1;
const NO = 2;

/** Globs on `$HOST`; the result for each name of the shard is cached by its number. */
export class HostTest implements EventTest {
  readonly #globs: readonly Glob[];
  #answers = new Uint8Array(256);

  constructor(globs: readonly Glob[]) {
    this.#globs = globs;
  }

  holds(view: EventView): boolean {
    const { id, bytes, start, end } = view.host;
    if (id < 0) return matchesAny(this.#globs, bytes, start, end);
    if (id >= this.#answers.length) this.#grow(id);
    const known = this.#answers[id] as number;
    if (known !== UNKNOWN) return known === YES;
    const answer = matchesAny(this.#globs, bytes, start, end);
    this.#answers[id] = answer ? YES : NO;
    return answer;
  }

  #grow(id: number): void {
    const larger = new Uint8Array(Math.max(id + 1, this.#answers.length * 2));
    larger.set(this.#answers);
    this.#answers = larger;
  }
}

/** CIDR blocks of the sender's address. */
export class SourceTest implements EventTest {
  readonly #addresses: AddressSet;

  constructor(addresses: AddressSet) {
    this.#addresses = addresses;
  }

  holds(view: EventView): boolean {
    return this.#addresses.containsBytes(view.sender.ip);
  }
}

/** Globs on the APP-NAME or tag of a syslog message; false when it has none. */
export class AppNameTest implements EventTest {
  readonly #globs: readonly Glob[];

  constructor(globs: readonly Glob[]) {
    this.#globs = globs;
  }

  holds(view: EventView): boolean {
    const { appNameStart, appNameEnd } = view.syslog;
    return appNameStart >= 0 && matchesAny(this.#globs, view.bytes, appNameStart, appNameEnd);
  }
}

/** Text in the message. A TextPattern makes a string of it, a BytePattern does not. */
export class MessageTest implements EventTest {
  readonly #pattern: BytePattern | TextPattern;

  constructor(pattern: BytePattern | TextPattern) {
    this.#pattern = pattern;
  }

  holds(view: EventView): boolean {
    return this.#pattern.isIn(view.text, view.textStart, view.textEnd);
  }
}

/** `mask`: bit n for the signal of number n; other events have none. */
export class SignalTest implements EventTest {
  readonly #mask: number;

  constructor(mask: number) {
    this.#mask = mask;
  }

  holds(view: EventView): boolean {
    return view.format === SIGNAL && ((this.#mask >>> view.signal) & 1) === 1;
  }
}

/** Crashes of the given types whose title matches one of the given globs. An undefined list matches all. */
export class CrashTest implements EventTest {
  readonly #types: ReadonlySet<string> | undefined;
  readonly #titles: readonly Glob[] | undefined;
  readonly #isFirst: boolean;

  constructor(
    types: ReadonlySet<string> | undefined,
    titles: readonly Glob[] | undefined,
    isFirst: boolean,
  ) {
    this.#types = types;
    this.#titles = titles;
    this.#isFirst = isFirst;
  }

  holds({ crash }: EventView): boolean {
    if (crash === undefined || (this.#isFirst && !crash.isFirst)) return false;
    if (this.#types !== undefined && !this.#types.has(crash.type)) return false;
    if (this.#titles === undefined) return true;
    const title = Buffer.from(crash.title);
    return matchesAny(this.#titles, title, 0, title.length);
  }
}

export class AllTest implements EventTest {
  readonly #tests: readonly EventTest[];

  constructor(tests: readonly EventTest[]) {
    this.#tests = tests;
  }

  holds(view: EventView): boolean {
    const tests = this.#tests;
    for (let i = 0; i < tests.length; i++) if (!(tests[i] as EventTest).holds(view)) return false;
    return true;
  }
}

export class NotTest implements EventTest {
  readonly #test: EventTest;

  constructor(test: EventTest) {
    this.#test = test;
  }

  holds(view: EventView): boolean {
    return !this.#test.holds(view);
  }
}

function matchesAny(
  globs: readonly Glob[],
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean {
  for (let i = 0; i < globs.length; i++) {
    if ((globs[i] as Glob).matches(bytes, start, end)) return true;
  }
  return false;
}
