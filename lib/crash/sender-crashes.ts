import type { Listener, Sender } from '../event/sender.ts';
import { BOUNDS, WAITS } from './bounds.ts';
import { MinuteCount } from './minute-count.ts';
import { BEGUN, type Context, type OpenCrash } from './open-crash.ts';

/** A crash so shortly before the end of a boot is its reason. */
const LAST_WORDS_US = 60_000_000;

interface SentTitle {
  readonly sentMs: number;
  repeats: number;
}

/** What is remembered of the crashes of one sender. */
export class SenderCrashes {
  readonly sender: Sender;
  listener: Listener;
  readonly contexts: Context[] = [];
  /** The open crash that stops the host: records of every context belong to it. */
  panic: OpenCrash | undefined = undefined;
  /** The id of the last panic of this boot. */
  crashedId: string | undefined = undefined;
  /** Arrival of the last record of the last crash, microseconds since the epoch. */
  crashedUs = Number.NEGATIVE_INFINITY;
  /** Whether the kernel said that it stops. */
  isStopping = false;
  /** Crashes so far. */
  number = 0;
  /** Crash events, and crashes looked at. */
  readonly events = new MinuteCount(BOUNDS.eventsOfSender);
  readonly readings = new MinuteCount(BOUNDS.readOfSender);
  readonly #titles = new Map<string, SentTitle>();

  constructor(sender: Sender, listener: Listener) {
    this.sender = sender;
    this.listener = listener;
  }

  /** Whether every record of the sender must be looked at. */
  get isOpen(): boolean {
    return this.contexts.length > 0;
  }

  find(key: string): Context | undefined {
    return this.contexts.find((context) => context.key === key);
  }

  /** Opens a context; the caller made room. */
  open(key: string): Context {
    const context = { key, crash: undefined, announced: undefined };
    this.contexts.push(context);
    return context;
  }

  /** Whether one of the open crashes must end before another context is opened. */
  get isFull(): boolean {
    return this.contexts.length >= BOUNDS.contexts;
  }

  /** The open crash, or announced one, that has been silent longest. */
  get mostSilent(): OpenCrash | undefined {
    const all = this.contexts.flatMap(({ crash, announced }) => [crash, announced]);
    return all
      .filter((crash) => crash !== undefined)
      .toSorted((a, b) => a.lastMs - b.lastMs)
      .at(0);
  }

  /** Takes `crash` out of its context, and the context away when nothing is left in it. */
  close(crash: OpenCrash): void {
    const { context } = crash;
    if (context.crash === crash) context.crash = undefined;
    if (context.announced === crash) context.announced = undefined;
    if (this.panic === crash) this.panic = undefined;
    if (context.crash !== undefined || context.announced !== undefined) return;
    const at = this.contexts.indexOf(context);
    if (at >= 0) this.contexts.splice(at, 1);
  }

  /** The crash that asked other CPUs for back-traces, when `key` may be one of them. */
  asking(key: string): OpenCrash | undefined {
    if (!key.startsWith('C')) return undefined;
    return this.contexts.find(({ crash }) => crash?.joinsCpus === true && crash.state === BEGUN)
      ?.crash;
  }

  /** How many crashes of this title were kept back before the one at hand; undefined when that is to be kept back, too. */
  takeTitle(title: string, nowMs: number): number | undefined {
    const known = this.#titles.get(title);
    if (known !== undefined && nowMs - known.sentMs < WAITS.minute) {
      known.repeats++;
      return undefined;
    }
    this.#titles.delete(title);
    if (this.#titles.size >= BOUNDS.eventsOfSender) {
      const [oldest = ''] = this.#titles.keys();
      this.#titles.delete(oldest);
    }
    this.#titles.set(title, { sentMs: nowMs, repeats: 0 });
    return known?.repeats ?? 0;
  }

  /** Whether a boot that ended at `endUs` ended with a crash or an orderly stop. */
  hasLastWords(endUs: number): boolean {
    const hasCrashed = this.crashedId !== undefined || endUs - this.crashedUs < LAST_WORDS_US;
    return this.isStopping || hasCrashed;
  }

  /** Forgets what is true of one boot only. */
  reboot(): void {
    this.#titles.clear();
    this.crashedId = undefined;
    this.crashedUs = Number.NEGATIVE_INFINITY;
    this.isStopping = false;
  }
}
