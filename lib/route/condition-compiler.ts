import { FACILITIES, SEVERITIES } from '../event/facility-severity.ts';
import { CRASH, SIGNALS, TROUBLE } from '../event/event-view.ts';
import type { Format } from '../event/format.ts';
import { AddressSet } from '../event/address-set.ts';
import { BytePattern } from './byte-pattern.ts';
import {
  AllTest,
  AppNameTest,
  CrashTest,
  FacilityTest,
  HostTest,
  MessageTest,
  NotTest,
  SeverityTest,
  SignalTest,
  SourceTest,
  type EventTest,
} from './event-test.ts';
import { Glob } from './glob.ts';
import type { Condition } from './route-config.ts';
import { TextPattern } from './text-pattern.ts';

const ALL_SEVERITIES = (1 << SEVERITIES.length) - 1;
const ALL_FACILITIES = (1 << FACILITIES.length) - 1;
const KERNEL = Buffer.from('kernel');

/** Properties of events that are known before they arrive. */
export interface Origin {
  /** The name of the source. */
  readonly listener: string;
  readonly format: Format;
}

/** Turns conditions into tests, and into plain answers where the origin alone decides. */
export class ConditionCompiler {
  /** Tests that do not depend on the origin, shared by all origins, by the part of the condition they came from, or by its text. */
  readonly #shared = new Map<unknown, EventTest>();

  /** True or false when every event of `origin` gets the same answer. */
  compile(condition: Condition, origin: Origin): EventTest | boolean {
    const { format, listener, facility, severity, host, source, message } = condition;
    const parts: (EventTest | boolean)[] = [
      format === undefined || format.includes(origin.format),
      listener === undefined || listener.includes(origin.listener),
      this.#severity(severity),
      this.#facility(facility),
      host === undefined || this.#share(host, () => new HostTest(globs(host))),
      source === undefined || this.#share(source, () => new SourceTest(new AddressSet(source))),
      this.#appName(condition.appName, origin.format),
      this.#signal(condition.signal, origin.format),
      this.#crash(condition.crash, origin.format),
      message === undefined || this.#message(message),
    ];
    for (const each of condition.all ?? []) parts.push(this.compile(each, origin));
    if (condition.any !== undefined) {
      const none = condition.any.map((each) => negate(this.compile(each, origin)));
      parts.push(negate(combine(none)));
    }
    if (condition.not !== undefined) parts.push(negate(this.compile(condition.not, origin)));
    return combine(parts);
  }

  #severity(words: Condition['severity']): EventTest | boolean {
    if (words === undefined) return true;
    const mask = words.reduce((bits, word) => bits | (1 << SEVERITIES.indexOf(word)), 0);
    if (mask === ALL_SEVERITIES) return true;
    return this.#share(words, () => new SeverityTest(mask));
  }

  #facility(words: Condition['facility']): EventTest | boolean {
    if (words === undefined) return true;
    const mask = words.reduce((bits, word) => bits | (1 << FACILITIES.indexOf(word)), 0);
    if (mask === ALL_FACILITIES) return true;
    return this.#share(words, () => new FacilityTest(mask));
  }

  /** Kernel records of facility 0 are `kernel`'s; other formats than syslog name no program. */
  #appName(words: Condition['appName'], format: Format): EventTest | boolean {
    if (words === undefined) return true;
    switch (format) {
      case 'rfc3164':
      case 'rfc5424':
        return this.#share(words, () => new AppNameTest(globs(words)));
      case 'netconsole-basic':
      case 'netconsole-extended':
        return this.#hasKernel(words) ? new FacilityTest(1) : false;
      case 'signal':
        return this.#hasKernel(words) ? new SignalTest((1 << CRASH) | (1 << TROUBLE)) : false;
      case 'unparsed':
        return false;
      default:
        return format satisfies never;
    }
  }

  /** Equal patterns are one test: compiling a regular expression takes more than a millisecond. */
  #message(message: NonNullable<Condition['message']>): EventTest {
    return this.#share(JSON.stringify(message), () => new MessageTest(toPattern(message)));
  }

  #hasKernel(words: readonly string[]): boolean {
    return globs(words).some((glob) => glob.matches(KERNEL, 0, KERNEL.length));
  }

  #signal(words: Condition['signal'], format: Format): EventTest | boolean {
    if (words === undefined) return true;
    if (format !== 'signal') return false;
    const mask = words.reduce((bits, word) => bits | (1 << SIGNALS.indexOf(word)), 0);
    return this.#share(words, () => new SignalTest(mask));
  }

  #crash(crash: Condition['crash'], format: Format): EventTest | boolean {
    if (crash === undefined) return true;
    if (format !== 'signal') return false;
    const { type, title, repeat } = crash;
    const titles = title === undefined ? undefined : globs(title);
    return this.#share(
      crash,
      () => new CrashTest(type && new Set(type), titles, repeat === 'first'),
    );
  }

  #share(part: unknown, make: () => EventTest): EventTest {
    const known = this.#shared.get(part);
    if (known !== undefined) return known;
    const test = make();
    this.#shared.set(part, test);
    return test;
  }
}

/** All parts must hold. */
function combine(parts: readonly (EventTest | boolean)[]): EventTest | boolean {
  if (parts.includes(false)) return false;
  const tests = parts.filter((part) => typeof part !== 'boolean');
  const [only] = tests;
  if (only === undefined) return true;
  return tests.length === 1 ? only : new AllTest(tests);
}

function negate(test: EventTest | boolean): EventTest | boolean {
  return typeof test === 'boolean' ? !test : new NotTest(test);
}

function globs(patterns: readonly string[]): Glob[] {
  return patterns.map((pattern) => new Glob(pattern));
}

function toPattern(message: NonNullable<Condition['message']>): BytePattern | TextPattern {
  return 'contains' in message
    ? new BytePattern(message.contains)
    : new TextPattern(message.matches);
}
