import { plural } from '../../config/plural.ts';
import type { Log } from '../../log/log.ts';
import type { Identity } from '../../system/privileges.ts';
import { SpoolSection } from './spool-section.ts';
import { SpoolStore } from './spool-store.ts';

/** What the spool has of one destination. */
export interface SpooledTotals {
  readonly destination: string;
  readonly batches: number;
  readonly events: number;
  /** On disk. */
  readonly bytes: number;
}

/** The spool of a relay: one store, with a section for each destination. */
export class Spool {
  readonly #store: SpoolStore;
  readonly #sections: Map<string, SpoolSection>;

  private constructor(store: SpoolStore, sections: Map<string, SpoolSection>) {
    this.#store = store;
    this.#sections = sections;
  }

  /** Opens the spool in a directory, which is created if it is absent. Rejects with a SpoolError if it cannot be used. `owner`: to whom root gives it. */
  static async open(directory: string, log: Log, owner?: Identity): Promise<Spool> {
    const { store, sections } = await SpoolStore.open(directory, log, owner);
    const opened = [...sections].map(
      ([name, totals]) => [name, new SpoolSection(name, store, totals)] as const,
    );
    for (const [name, { lost }] of sections) {
      if (lost === 0) continue;
      log.error(
        `destination ${name}: ${plural(lost, 'damaged event')} in the spool, counted as spool-damaged`,
      );
    }
    return new Spool(store, new Map(opened));
  }

  get directory(): string {
    return this.#store.directory;
  }

  section(name: string): SpoolSection {
    const section = this.#sections.get(name) ?? new SpoolSection(name, this.#store);
    this.#sections.set(name, section);
    return section;
  }

  /** Of each destination that has something in it. */
  totals(): SpooledTotals[] {
    return [...this.#sections.values()]
      .map(({ name, totals }) => ({ destination: name, ...totals }))
      .filter(({ batches }) => batches > 0);
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}
