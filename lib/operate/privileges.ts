import type { Config } from '../config/config.ts';
import { printListenAddress } from '../config/listen-address.ts';
import { listenOf, type ListenAddress } from '../config/source-config.ts';
import type { Log } from '../log/log.ts';
import { findAccount } from '../system/accounts.ts';
import { changeIdentity, firstFreePort, isOwnGroup, type Identity } from '../system/privileges.ts';
import { SystemRefusal } from '../system/system-refusal.ts';

/** What a source or destination creates for others. */
interface Owned {
  readonly owner?: string | undefined;
  readonly group?: string | undefined;
}

/** The privileges of a relay that gives them up once its sockets are bound and its destinations are open. */
export class Privileges {
  readonly #log: Pick<Log, 'info'>;
  #identity: Identity | undefined = undefined;

  constructor(log: Pick<Log, 'info'>) {
    this.#log = log;
  }

  /** Changes to `user` and `group` of the configuration, if there are any, for good. Returns whether it did. Throws SystemRefusal. */
  drop({ user, group }: Config): boolean {
    if (user === undefined && group === undefined) return false;
    const identity = changeIdentity(user, group);
    if (identity === undefined) return false;
    this.#identity = identity;
    const { uid, gid } = identity;
    this.#log.info(`runs as uid ${uid} and gid ${gid} from now on`);
    if (uid !== 0) for (const line of losses()) this.#log.info(`without root ${line}`);
    return true;
  }

  /** Throws SystemRefusal if `next` needs what this process has given up and `current`, which is in force, has not. */
  check(next: Config, current: Config): void {
    const identity = this.#identity;
    if (identity === undefined || identity.uid === 0) return;
    const needs = [...ports(next, current), ...owners(next, current, identity)];
    if (needs.length === 0) return;
    const lines = needs.map((need) => `${need}: the relay runs as uid ${identity.uid}; restart it`);
    throw new SystemRefusal(lines.join('\n'), 'EPERM');
  }
}

function losses(): string[] {
  const first = firstFreePort();
  return [
    ...(first <= 1
      ? []
      : [`ports below ${first} cannot be bound: a source on one needs a restart`]),
    'files can be given to no other owner, and only to groups of the user: a change of that needs a restart',
    'receive buffers are limited by net.core.rmem_max from the next reload on',
    'a receiving thread that has to be started again runs at normal priority',
  ];
}

function ports(next: Config, current: Config): string[] {
  const first = firstFreePort();
  return next.sources.flatMap((source) => {
    const listen = listenOf(source);
    if (listen === undefined || listen.port === 0 || listen.port >= first) return [];
    const isOpen = current.sources.some((other) => {
      const address: ListenAddress | undefined = listenOf(other);
      return other.type === source.type && address !== undefined && isEqual(address, listen);
    });
    if (isOpen) return [];
    const where = printListenAddress(listen);
    return [`source ${source.name}: ${where} needs privileges, its port is below ${first}`];
  });
}

function isEqual(a: ListenAddress, b: ListenAddress): boolean {
  return a.address === b.address && a.port === b.port;
}

function owners(next: Config, current: Config, identity: Identity): string[] {
  const before = everyOwned(current);
  return [...everyOwned(next)].flatMap(([what, owned]) => {
    const { owner, group } = owned;
    const known = before.get(what);
    const isForeignOwner = owner !== undefined && findAccount('user', owner) !== identity.uid;
    const gid = group === undefined ? undefined : findAccount('group', group);
    const isForeignGroup = group !== undefined && (gid === undefined || !isOwnGroup(gid));
    return [
      ...(isForeignOwner && known?.owner !== owner ? [`${what}: owner ${owner} needs root`] : []),
      ...(isForeignGroup && known?.group !== group ? [`${what}: group ${group} needs root`] : []),
    ];
  });
}

function everyOwned({ sources, destinations }: Config): Map<string, Owned> {
  return new Map<string, Owned>([
    ...sources.map((each) => [`source ${each.name}`, each as Owned] as const),
    ...destinations.map((each) => [`destination ${each.name}`, each as Owned] as const),
  ]);
}
