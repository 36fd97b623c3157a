import { hostname } from 'node:os';
import { EventView } from '../../event/event-view.ts';
import { UNPARSED } from '../../event/format.ts';
import { HostName } from '../../event/host-name.ts';
import { EventJsonReader } from '../../event/json/read-event-json.ts';
import type { Listener } from '../../event/sender.ts';
import type { SinkGroup } from '../datagram-sink.ts';
import type { Entry } from './entry.ts';
import { Origins } from './origins.ts';

/** The field that the relay writes. */
const EVENT = Buffer.from('event');
const SPACE = Buffer.from(' ');
const EQUALS = Buffer.from('=');
const NO_BYTES = new Uint8Array(0);
/** PRI 13, as for text of unknown form from the network. */
const FACILITY = 1;
const SEVERITY = 5;
/** Crash titles remembered, so that the first of each can be told. */
const MAX_TITLES = 16_384;

/** Passes entries on as events: what another relay wrote as it was there, anything else as text. */
export class EntryEvents {
  readonly #group: SinkGroup;
  readonly #reader: EventJsonReader;
  readonly #unparsed: EventView;

  /** `listener`: the source that reads the entries. */
  constructor(listener: Listener, group: SinkGroup) {
    const origins = new Origins(listener);
    const titles = new Set<string>();
    this.#group = group;
    this.#reader = new EventJsonReader({
      originOf: (json) => origins.of(json),
      hostOf: (bytes, start, end) => group.decoded.hosts.ofBytes(bytes, start, end),
      isFirstTitle: (title) => {
        if (titles.has(title)) return false;
        if (titles.size < MAX_TITLES) titles.add(title);
        return true;
      },
    });
    const host = HostName.of(hostname(), -1);
    const sender = {
      slot: -1,
      address: '',
      addressBytes: NO_BYTES,
      ip: NO_BYTES,
      port: 0,
      host,
    };
    this.#unparsed = new EventView(sender, listener);
  }

  /** Passes on the event of an entry. Never throws because of the entry. */
  pass({ id, fields }: Entry): void {
    const text = textOf(fields);
    this.#group.decoded.take(this.#reader.read(text, 0, text.length) ?? this.#unparsedOf(id, text));
  }

  #unparsedOf(id: string, text: Buffer): EventView {
    const view = this.#unparsed;
    view.format = UNPARSED;
    view.facility = FACILITY;
    view.severity = SEVERITY;
    view.problems = 0;
    // Entries are numbered by the time of the server.
    view.receivedUs = Math.min(Number.parseInt(id, 10), Date.UTC(9999, 11, 31)) * 1000;
    view.bytes = text;
    view.end = text.length;
    view.text = text;
    view.textStart = 0;
    view.textEnd = text.length;
    return view;
  }
}

/** The field `event`; without it, all fields as `name=value`. */
function textOf(fields: readonly Buffer[]): Buffer {
  for (let i = 0; i + 1 < fields.length; i += 2) {
    if (fields[i]?.equals(EVENT) === true) return fields[i + 1] as Buffer;
  }
  const parts = fields.flatMap((part, i) => [part, i % 2 === 0 ? EQUALS : SPACE]);
  return Buffer.concat(parts.slice(0, -1));
}
