import type { Config } from '../config/config.ts';
import { isProven } from '../crash/open-crash.ts';
import type { DownReason } from '../event/crash.ts';
import { sourceViews } from '../event/data-views.ts';
import { REBOOT, type EventView } from '../event/event-view.ts';
import { EXTENDED, SIGNAL } from '../event/format.ts';
import type { HostState } from '../event/host-state.ts';
import type { Listener, Sender } from '../event/sender.ts';
import type { KernelSignals } from '../netconsole/kernel-signals.ts';

/** What decides about the state of hosts. */
export interface LifeSettings {
  /** A host that sends heartbeats is silent after this long without any message; undefined: none ever is. */
  readonly silentAfterMs: number | undefined;
  /** Whether text that proves nothing about who wrote it may end a host. */
  readonly trustsUnproven: boolean;
  /** Whether changes of the state are signals; false: the state is only known. */
  readonly reportsChanges: boolean;
}

/** The settings of a configuration. */
export function lifeSettings({ hosts, crashes }: Pick<Config, 'hosts' | 'crashes'>): LifeSettings {
  return {
    silentAfterMs: hosts.silentAfterMs,
    trustsUnproven: crashes.unproven === 'report',
    reportsChanges: true,
  };
}

/** What is needed of the sender in a slot. */
export interface HeardSenders {
  /** When its last message arrived, monotonic milliseconds. */
  heardMs(slot: number): number;
}

/** The records that end a life, by their beginnings. Kernel: kernel/panic.c, kernel/reboot.c, drivers/net/netconsole.c. */
const ENDS: readonly (readonly [beginning: Buffer, reason: DownReason])[] = [
  [Buffer.from('Kernel panic - not syncing'), 'crashed'],
  [Buffer.from('reboot: '), 'down'],
  [Buffer.from('netconsole: network logging stopped'), 'stopped'],
  [Buffer.from('network logging stopped'), 'stopped'],
];
const HEARTBEAT = Buffer.from('netconsole-relay: heartbeat');
/** The first four bytes of all of these. */
const [KERNEL = 0, STOP = 0, NETCONSOLE = 0, NETWORK = 0] = ENDS.map(([beginning]) =>
  beginning.readInt32LE(),
);
const KEY_BYTES = 4;

/** How many times within `silentAfter` the hosts are checked for silence. */
const LOOKS = 10;
/** The table of senders knows the second in which a message arrived. */
const HEARD_WITHIN_MS = 1000;
/** A look that is so late was held up, and the messages of hosts with it: they get the time of two heartbeats. */
const LATE_MS = 2000;
const GRACE_MS = 120_000;
/** Lines of several CPUs arrive out of order by less. */
const UPTIME_SLACK_US = 1_000_000;
/** A host that panicked or stops may print for this long; what comes later, or implies a later boot time, belongs to the next boot. */
const TAIL_US = 60_000_000;

interface Away {
  state: HostState;
  /** When its last message arrived, microseconds since the epoch. */
  lastUs: number;
  /** Of the record that ended it; NaN if that had none. */
  readonly uptimeUs: number;
  /** When it was booted, if its clock is right: microseconds since the epoch. */
  readonly bootUs: number;
}

interface Beating {
  readonly sender: Sender;
  readonly listener: Listener;
  /** The clock of the system minus the monotonic one, at its last heartbeat. */
  offsetUs: number;
}

/**
 * Follows the life of the hosts of one source by what is certain: a panic, an orderly stop, the end of netconsole, a restart, and the silence
 * of those that had sent heartbeats. Leaving `up` is one signal, `down` or `silent`; the first record afterwards is `back`. State is kept by
 * `sender.slot`. A record of a host that is up costs a comparison of its first four bytes.
 */
export class HostLives {
  readonly #signals: KernelSignals;
  #settings: LifeSettings;
  readonly #away = new Map<number, Away>();
  /** Hosts that have sent a heartbeat; empty unless silence is looked for. */
  readonly #beating = new Map<number, Beating>();
  #nextLookMs = Number.POSITIVE_INFINITY;
  /** Nobody counts as silent before. */
  #judgeFromMs = Number.NEGATIVE_INFINITY;

  constructor(settings: LifeSettings, signals: KernelSignals) {
    this.#settings = settings;
    this.#signals = signals;
  }

  /** Uses other settings after a reload. */
  adopt(settings: LifeSettings): void {
    if (settings.silentAfterMs === undefined) this.#beating.clear();
    if (this.#beating.size === 0) this.#nextLookMs = Number.POSITIVE_INFINITY;
    this.#settings = settings;
  }

  stateOf(slot: number): HostState {
    return this.#away.get(slot)?.state ?? 'up';
  }

  /** Looks at an event before it goes its way. */
  before(view: EventView, nowMs: number): void {
    if (this.#away.size === 0 || view.format === SIGNAL) return;
    const away = this.#away.get(view.slot);
    if (away === undefined) return;
    const silenceUs = view.receivedUs - away.lastUs;
    if (isBack(away, view, silenceUs)) this.#return(view, silenceUs / 1e6, nowMs);
    else away.lastUs = view.receivedUs;
  }

  /** The same afterwards. */
  after(view: EventView, nowMs: number): void {
    if (view.format > EXTENDED) {
      const { signal, format, reboot } = view;
      const isReboot = format === SIGNAL && signal === REBOOT && this.#away.has(view.slot);
      if (isReboot) this.#return(view, reboot?.downSeconds ?? 0, nowMs);
      return;
    }
    const { text, textStart, textEnd } = view;
    if (textEnd - textStart < KEY_BYTES) return;
    const key = sourceViews.of(text).getInt32(textStart, true);
    if (key === KERNEL || key === STOP || key === NETCONSOLE || key === NETWORK) {
      this.#look(view, nowMs);
    }
  }

  /** When `expire` is next needed; infinite when nothing is pending. */
  get nextDeadline(): number {
    return this.#nextLookMs;
  }

  /** Finds the hosts that are silent. */
  expire(nowMs: number, senders: HeardSenders): void {
    const { silentAfterMs } = this.#settings;
    if (nowMs < this.#nextLookMs || silentAfterMs === undefined) return;
    if (nowMs - this.#nextLookMs > LATE_MS) this.#judgeFromMs = nowMs + GRACE_MS;
    this.#nextLookMs = nowMs + silentAfterMs / LOOKS;
    if (nowMs < this.#judgeFromMs) return;
    let isAnyUp = false;
    for (const [slot, beating] of this.#beating) {
      if (this.#away.has(slot)) continue;
      const lastMs = senders.heardMs(slot);
      if (nowMs - lastMs < silentAfterMs + HEARD_WITHIN_MS) isAnyUp = true;
      else this.#fallSilent(slot, beating, { lastMs, nowMs });
    }
    if (!isAnyUp) this.#nextLookMs = Number.POSITIVE_INFINITY;
  }

  /** The slot may be given to another sender. */
  forget(slot: number): void {
    this.#away.delete(slot);
    this.#beating.delete(slot);
  }

  #look(view: EventView, nowMs: number): void {
    if (beginsWith(HEARTBEAT, view)) {
      this.#beat(view, nowMs);
      return;
    }
    if (view.facility !== 0 || !(this.#settings.trustsUnproven || isProven(view))) return;
    const end = ENDS.find(([beginning]) => beginsWith(beginning, view));
    if (end !== undefined) this.#leave(view, end[1]);
  }

  #beat({ slot, sender, listener, receivedUs }: EventView, nowMs: number): void {
    const { silentAfterMs } = this.#settings;
    if (silentAfterMs === undefined) return;
    const offsetUs = receivedUs - nowMs * 1000;
    const known = this.#beating.get(slot);
    if (known === undefined) this.#beating.set(slot, { sender, listener, offsetUs });
    else known.offsetUs = offsetUs;
    this.#lookSoon(silentAfterMs, nowMs);
  }

  #leave(view: EventView, reason: DownReason): void {
    const { slot, receivedUs, kernel, listener } = view;
    const isUp = !this.#away.has(slot);
    const { uptimeUs } = kernel;
    const bootUs = receivedUs - uptimeUs;
    this.#away.set(slot, { state: reason, lastUs: receivedUs, uptimeUs, bootUs });
    if (isUp && this.#reports(listener)) this.#signals.down(view, reason);
  }

  #fallSilent(
    slot: number,
    { sender, listener, offsetUs }: Beating,
    { lastMs, nowMs }: { readonly lastMs: number; readonly nowMs: number },
  ): void {
    const unknown = Number.NaN;
    const lastUs = lastMs * 1000 + offsetUs;
    this.#away.set(slot, { state: 'silent', lastUs, uptimeUs: unknown, bootUs: unknown });
    if (!this.#reports(listener)) return;
    const receivedUs = Math.round(nowMs * 1000 + offsetUs);
    const seconds = Math.round((nowMs - lastMs) / 1000);
    this.#signals.silent({ sender, listener, receivedUs }, seconds);
  }

  #lookSoon(silentAfterMs: number, nowMs: number): void {
    if (this.#nextLookMs === Number.POSITIVE_INFINITY) {
      this.#nextLookMs = nowMs + silentAfterMs / LOOKS;
    }
  }

  #return(view: EventView, downSeconds: number, nowMs: number): void {
    const { silentAfterMs } = this.#settings;
    this.#away.delete(view.slot);
    const isBeating = this.#beating.has(view.slot);
    if (isBeating && silentAfterMs !== undefined) this.#lookSoon(silentAfterMs, nowMs);
    if (!this.#reports(view.listener)) return;
    this.#signals.back(view, Math.max(0, Math.round(downSeconds)));
  }

  #reports({ signals }: Listener): boolean {
    return signals && this.#settings.reportsChanges;
  }
}

/** Whether a record, this long after the last one, proves that a host is up again: what a dying kernel still prints does not. */
function isBack({ state, uptimeUs, bootUs }: Away, view: EventView, silenceUs: number): boolean {
  if (state === 'silent' || state === 'stopped') return true;
  const now = view.format > EXTENDED ? Number.NaN : view.kernel.uptimeUs;
  if (Number.isNaN(now) || Number.isNaN(uptimeUs)) return silenceUs > TAIL_US;
  return now < uptimeUs - UPTIME_SLACK_US || view.receivedUs - now - bootUs > TAIL_US;
}

function beginsWith(beginning: Uint8Array, { text, textStart, textEnd }: EventView): boolean {
  if (textEnd - textStart < beginning.length) return false;
  for (let i = 0; i < beginning.length; i++) {
    if (text[textStart + i] !== beginning[i]) return false;
  }
  return true;
}
