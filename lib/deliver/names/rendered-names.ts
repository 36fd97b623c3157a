import { ByteWriter } from '../../event/byte-writer.ts';
import type { EventView } from '../../event/event-view.ts';
import { NameTable } from '../../event/name-table.ts';
import type { NewName } from '../batch.ts';
import type { EventNames } from './event-names.ts';

const MAX_NAMES = 65_536;
/** Host ids from here on are looked up by their rendered name each time. */
const MAX_CACHED_HOSTS = 1 << 20;

/** A compiled template of names, such as the path of a file. */
export interface NameTemplate {
  /** Appends the name. Never throws. */
  render(view: EventView, out: ByteWriter): void;
  /** Whether all events of one `$HOST` have the same name. */
  readonly dependsOnlyOnHost: boolean;
}

/** Names rendered by a template. A name that depends on the host alone is rendered once per host. */
export class RenderedNames implements EventNames {
  epoch = 0;
  readonly #template: NameTemplate;
  readonly #startEpoch: () => void;
  readonly #table: NameTable;
  readonly #text = new ByteWriter(1024);
  /** Name id by host id, -1 if unknown. */
  #nameOfHost = new Int32Array(256).fill(-1);
  #newNames: NewName[] = [];

  /** `maxNames`: ids in use at a time; after that a new epoch starts. */
  constructor(template: NameTemplate, startEpoch: () => void, maxNames = MAX_NAMES) {
    this.#template = template;
    this.#startEpoch = startEpoch;
    this.#table = new NameTable(maxNames);
  }

  idOf(view: EventView): number {
    const host = view.host.id;
    const isCacheable = this.#template.dependsOnlyOnHost && host >= 0 && host < MAX_CACHED_HOSTS;
    if (!isCacheable) return this.#renderedIdOf(view);
    if (host < this.#nameOfHost.length) {
      const known = this.#nameOfHost[host] as number;
      if (known >= 0) return known;
    } else this.#growHosts(host);
    const id = this.#renderedIdOf(view);
    this.#nameOfHost[host] = id;
    return id;
  }

  nameOf(view: EventView): string {
    const text = this.#text;
    text.at = 0;
    this.#template.render(view, text);
    return text.bytes.toString('utf8', 0, text.at);
  }

  takeNewNames(): readonly NewName[] {
    const names = this.#newNames;
    this.#newNames = [];
    return names;
  }

  #renderedIdOf(view: EventView): number {
    const text = this.#text;
    text.at = 0;
    this.#template.render(view, text);
    const known = this.#table.find(text.bytes, 0, text.at);
    if (known >= 0) return known;
    if (this.#table.isFull) this.#clear();
    const id = this.#table.add(text.bytes, 0, text.at);
    this.#newNames.push({ id, name: text.bytes.toString('utf8', 0, text.at) });
    return id;
  }

  #clear(): void {
    this.#startEpoch();
    this.epoch++;
    this.#table.clear();
    this.#nameOfHost.fill(-1);
  }

  #growHosts(host: number): void {
    const larger = new Int32Array(Math.max(host + 1, this.#nameOfHost.length * 2)).fill(-1);
    larger.set(this.#nameOfHost);
    this.#nameOfHost = larger;
  }
}
