import type { EventView } from '../event/event-view.ts';
import { HostTable } from './host-table.ts';
import type { HostName } from '../event/host-name.ts';
import { problemBit } from '../event/problem.ts';
import type { Sender } from '../event/sender.ts';
import { interfaceNames } from './interface-names.ts';
import { ScopeNames } from './scope-names.ts';
import { findUserdata } from '../event/kernel-fields.ts';

/** More names than senders: claimed names are cached, too. */
const MAX_NAMES = 131_072;
const MAX_FOUND = 65_536;
const LOCALHOST = 'localhost';
const CUT = problemBit('incomplete') | problemBit('truncated');

/** Names that the main thread knows, sent to each shard at start and after each change. */
export interface NameSettings {
  /** Address in canonical text to name: the configured table first, then the hosts file. */
  readonly names: ReadonlyMap<string, string>;
  /** The userdata key that names its sender; undefined: off. */
  readonly userdata: string | undefined;
  /** Whether reverse DNS is used. */
  readonly dns: boolean;
  /** Names of link-local scopes by interface number. */
  readonly scopes: ReadonlyMap<number, string>;
  /** The name of this machine, for senders without an address; `localhost` if absent. */
  readonly local?: string;
  /** Whether scopes are interfaces of this machine, of which others may appear later. */
  readonly areInterfaces?: boolean;
}

/** Gives senders their names. One per shard. */
export class Naming {
  /** Is in a view before its first datagram. */
  readonly nobody: Sender;
  readonly hosts = new HostTable(MAX_NAMES);
  /** Senders whose name came from userdata. */
  readonly #selfNamed = new WeakSet<Sender>();
  readonly #ask: (address: string) => void;
  /** Results of reverse DNS, by address. */
  readonly #found = new Map<string, string>();
  scopes: ScopeNames;
  #settings: NameSettings;
  #userdataKey: Uint8Array | undefined;

  /** `ask` is called for addresses without a name if DNS is on; `found` delivers the answer, if there is one. */
  constructor(settings: NameSettings, ask: (address: string) => void) {
    this.#ask = ask;
    this.#settings = settings;
    this.scopes = scopesOf(settings);
    this.#userdataKey = keyBytes(settings);
    const host = this.hosts.ofText(LOCALHOST);
    const none = new Uint8Array(0);
    this.nobody = { slot: -1, address: '', addressBytes: none, ip: none, port: 0, host };
  }

  /** Takes changed settings; senders known already are given their names by `rename`. */
  update(settings: NameSettings): void {
    this.#settings = settings;
    this.scopes = scopesOf(settings);
    this.#userdataKey = keyBytes(settings);
    this.#found.clear();
  }

  /** Renames a sender after `update`, unless its name came from userdata. */
  rename(sender: Sender): void {
    const keepsOwn =
      this.#userdataKey !== undefined &&
      this.#selfNamed.has(sender) &&
      !this.#settings.names.has(sender.address);
    if (!keepsOwn) sender.host = this.nameOf(sender.address);
  }

  /** The name of an address; the address itself until DNS answers. Of an empty one that of this machine. */
  nameOf(address: string): HostName {
    if (address === '') return this.hosts.ofText(this.#settings.local ?? LOCALHOST);
    const { names, dns } = this.#settings;
    const name = names.get(address) ?? (dns ? this.#found.get(address) : undefined);
    if (name === undefined && dns) this.#ask(address);
    return this.hosts.ofText(name ?? address);
  }

  /** Takes an answer of reverse DNS. Senders known already are given it by `rename`. */
  found(address: string, name: string): void {
    const [oldest] = this.#found.keys();
    if (this.#found.size >= MAX_FOUND && oldest !== undefined) this.#found.delete(oldest);
    this.#found.set(address, name);
  }

  ofBytes(bytes: Uint8Array, start: number, end: number): HostName {
    return this.hosts.ofBytes(bytes, start, end);
  }

  /** Takes the sender's name from an extended record's userdata; it stays until a reboot. */
  learn(view: EventView): void {
    if (this.#userdataKey === undefined || view.kernel.fieldsStart < 0) return;
    // A truncated name may be that of another machine.
    if ((view.problems & CUT) !== 0) return;
    const { sender } = view;
    if (this.#settings.names.has(sender.address)) return;
    const range = findUserdata(view, this.#userdataKey);
    if (range === undefined) return;
    const host = this.hosts.ofBytes(view.bytes, range.start, range.end);
    if (host !== sender.host) {
      sender.host = host;
      this.#selfNamed.add(sender);
    }
    view.host = host;
  }

  /** After a reboot the name is learned again: another system may have started on the machine. */
  forgetOwnName(sender: Sender): void {
    if (this.#selfNamed.delete(sender)) sender.host = this.nameOf(sender.address);
  }
}

function scopesOf({ scopes, areInterfaces = false }: NameSettings): ScopeNames {
  return new ScopeNames(scopes, areInterfaces ? () => interfaceNames() : undefined);
}

function keyBytes({ userdata }: NameSettings): Uint8Array | undefined {
  return userdata === undefined ? undefined : Buffer.from(userdata);
}
