import { notifySystemd } from '../system/notify-systemd.ts';
import type { Log } from '../log/log.ts';

const STATUS_EVERY_MS = 10_000;
/** What a stop may take beyond the time for deliveries. */
const STOP_MARGIN_MS = 5000;
const US_PER_MS = 1000;
const NS_PER_US = 1000n;

/** What the service manager is told of. */
export interface Watched {
  /** Whether the watchdog may be kept quiet; a main thread that is blocked does not come to ask. */
  isHealthy(): boolean;
  /** One line about what the relay does. */
  status(): string;
}

/** How it is reached: sd_notify(3), and the environment that sd_watchdog_enabled(3) describes. */
export interface ServiceManagerOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly pid?: number;
}

/** Keeps the service manager informed by sd_notify(3): state, status text and watchdog. Does nothing if it did not ask for that. */
export class ServiceManager {
  readonly #watched: Watched;
  readonly #log: Pick<Log, 'error' | 'info' | 'warn'>;
  readonly #socket: string;
  readonly #watchdogMs: number | undefined;
  readonly #timers: NodeJS.Timeout[] = [];
  #status = '';
  #isMute = false;

  constructor(
    watched: Watched,
    log: Pick<Log, 'error' | 'info' | 'warn'>,
    { env = process.env, pid = process.pid }: ServiceManagerOptions = {},
  ) {
    this.#watched = watched;
    this.#log = log;
    this.#socket = env['NOTIFY_SOCKET'] ?? '';
    this.#watchdogMs = watchdogMs(env, pid);
  }

  /** The relay is ready: from now on status and watchdog are sent. Logs a warning if the service manager cannot be reached. */
  ready(): void {
    if (this.#socket === '') return;
    if (!this.#send('READY=1', ...this.#changedStatus())) {
      this.#log.warn(
        'Cannot notify the service manager that the relay is ready; check the socket in NOTIFY_SOCKET',
      );
    }
    this.#every(STATUS_EVERY_MS, () => {
      const changed = this.#changedStatus();
      if (changed.length > 0) this.#send(...changed);
    });
    if (this.#watchdogMs === undefined) return;
    this.#feed();
    // Half of the time, as sd_watchdog_enabled(3) recommends.
    this.#every(this.#watchdogMs / 2, () => this.#feed());
  }

  /** A reload begins. `Type=notify-reload` needs the time of it. */
  reloading(): void {
    this.#send('RELOADING=1', `MONOTONIC_USEC=${process.hrtime.bigint() / NS_PER_US}`);
  }

  /** The reload is over, whatever came of it. */
  reloaded(): void {
    this.#send('READY=1', ...this.#changedStatus());
  }

  /** The relay stops, which may take this long. */
  stopping(drainTimeoutMs: number): void {
    const us = Math.ceil((drainTimeoutMs + STOP_MARGIN_MS) * US_PER_MS);
    this.#send('STOPPING=1', `EXTEND_TIMEOUT_USEC=${us}`, 'STATUS=delivers what was received');
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
  }

  #feed(): void {
    const isHealthy = this.#watched.isHealthy();
    if (isHealthy) this.#send('WATCHDOG=1');
    if (isHealthy !== this.#isMute) return;
    this.#isMute = !isHealthy;
    if (isHealthy) this.#log.info('all threads answer again: the watchdog is kept quiet');
    else {
      this.#log.error(
        'a receiving thread does not answer: the service manager will restart the relay if that goes on',
      );
    }
  }

  #changedStatus(): string[] {
    const status = this.#watched.status();
    if (status === this.#status) return [];
    this.#status = status;
    return [`STATUS=${status}`];
  }

  #send(...variables: readonly string[]): boolean {
    return notifySystemd(variables.join('\n'), this.#socket);
  }

  #every(periodMs: number, act: () => void): void {
    this.#timers.push(setInterval(act, periodMs));
  }
}

/** The time within which the watchdog must be fed; undefined: there is none for this process. */
function watchdogMs(
  env: Readonly<Record<string, string | undefined>>,
  pid: number,
): number | undefined {
  const us = Number(env['WATCHDOG_USEC']);
  const isMeant = [undefined, '', `${pid}`].includes(env['WATCHDOG_PID']);
  return isMeant && Number.isSafeInteger(us) && us > 0 ? us / US_PER_MS : undefined;
}
