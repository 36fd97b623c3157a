import type { Config } from '../../config/config.ts';
import type { DestinationConfig } from '../../config/destination-config.ts';
import { plural } from '../../config/plural.ts';
import type { Log } from '../../log/log.ts';
import { laterOwner } from '../../system/privileges.ts';
import type { DestinationCounts } from '../destination-counts.ts';
import type { SpoolSettings } from '../outbox/outbox-spool.ts';
import type { Spool, SpooledTotals } from './spool.ts';
import { SpoolError } from './spool-error.ts';
import { ensureAccess } from './store-owner.ts';
import { storePath } from './store-path.ts';

/** The settings of one destination's spool: it begins anew when they change. */
export interface SpoolChoice {
  readonly mode: SpoolSettings['mode'];
  readonly maxSizeBytes: number;
}

/** The spool of a relay over its configurations: opened with the first that needs one, and kept. */
export class SpoolHolder {
  readonly #log: Log;
  #spool: Spool | undefined;
  /** Destinations that were reported as not configured. */
  readonly #reported = new Set<string>();

  constructor(log: Log) {
    this.#log = log;
  }

  /**
   * Opens the spool if `config` needs it. Rejects with a SpoolError if that is impossible and the configuration names a spool; otherwise that is
   * a warning, and everything stays in memory. Returns whether it was opened.
   */
  async open(config: Config): Promise<boolean> {
    const { directory, isNamed } = config.spool;
    if (this.#spool !== undefined) {
      if (this.#spool.directory !== directory && isNamed) {
        this.#log.warn(
          `spool.directory was changed, which takes effect at the next start only; ${this.#spool.directory} stays in use`,
        );
      }
      return false;
    }
    if (!isNeeded(config)) return false;
    try {
      // Loaded when it is needed: with it comes the library.
      const { Spool } = await import('./spool.ts');
      this.#spool = await Spool.open(directory, this.#log, laterOwner(config));
      return true;
    } catch (error) {
      if (!(error instanceof SpoolError) || isNamed) throw error;
      this.#log.warn(`${error.message}; events wait in memory only`);
      return false;
    }
  }

  /** The spool of a destination; undefined if it has none. What an earlier process has left there is added to its counts. */
  use(name: string, choice: SpoolChoice, counts: DestinationCounts): SpoolSettings | undefined {
    const section = this.#spool?.section(name);
    if (section === undefined) return undefined;
    const { events, lost } = section.takeFound();
    counts.restore(events, lost);
    return { mode: choice.mode, store: section.use(choice.maxSizeBytes) };
  }

  /** Logs which destinations have events in the spool and are not configured, once for each. */
  report(configured: ReadonlySet<string>): void {
    for (const { destination, events, bytes } of this.#spool?.totals() ?? []) {
      if (configured.has(destination) || this.#reported.has(destination)) continue;
      this.#reported.add(destination);
      this.#log.warn(
        `the spool has ${plural(events, 'event')} (${plural(bytes, 'byte')}) of destination ${destination}, which is not configured; nothing is lost, configure it again or run: netconsole-relay spool drop ${destination}`,
      );
    }
  }

  /** What each destination has on disk, if anything. */
  totals(): readonly SpooledTotals[] {
    return this.#spool?.totals() ?? [];
  }

  /** Deletes what a destination has on disk, which must not be in use. Returns what that was. */
  async drop(name: string): Promise<SpooledTotals> {
    const section = this.#spool?.section(name);
    const totals = section?.totals ?? { batches: 0, events: 0, bytes: 0 };
    await section?.clear();
    return { destination: name, ...totals };
  }

  async close(): Promise<void> {
    await this.#spool?.close();
    this.#spool = undefined;
  }
}

/** How a destination uses the spool; undefined for kinds without one. */
export function choiceOf(
  destination: DestinationConfig,
  { spool }: Config,
): SpoolChoice | undefined {
  if (!('spool' in destination)) return undefined;
  return { mode: destination.spool ?? spool.when, maxSizeBytes: spool.maxSizeBytes };
}

/** Throws a SpoolError if the user that the process has changed to cannot use the spool that a configuration needs. */
export function ensureUsable(config: Config): void {
  if (isNeeded(config)) ensureAccess(storePath(config.spool.directory));
}

function isNeeded(config: Config): boolean {
  return (
    config.spool.isNamed || config.destinations.some((each) => isSpooled(choiceOf(each, config)))
  );
}

function isSpooled(choice: SpoolChoice | undefined): boolean {
  return choice !== undefined && choice.mode !== 'never';
}
