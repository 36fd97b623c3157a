import { readFileSync } from 'node:fs';
import { ACCOUNT_FILES, findAccount } from './accounts.ts';
import { SystemRefusal } from './system-refusal.ts';

/** The user and group that a process runs as. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** Names or numbers; undefined: that of the process. */
interface Accounts {
  readonly user: string | undefined;
  readonly group: string | undefined;
}

/** Left out of the types of Node. */
interface InitGroups {
  initgroups(user: string | number, extraGroup: string | number): void;
}

/** Any process may bind ports from here on, unless the system says otherwise. */
const FIRST_FREE_PORT = 1024;
const FIRST_FREE_PORT_FILE = '/proc/sys/net/ipv4/ip_unprivileged_port_start';

/**
 * Changes user and group of all threads of this process for good; must be called on the main thread. Names or numbers; undefined: unchanged, but the
 * group of a `user` is that of its account. Supplementary groups become those of the user. Returns undefined if nothing is to be changed. Throws
 * SystemRefusal if the process may not, or an account is unknown.
 */
export function changeIdentity(
  user: string | undefined,
  group: string | undefined,
): Identity | undefined {
  const now = identity();
  const { uid, gid } = identityOf(user, group);
  if (uid === now.uid && gid === now.gid) return undefined;
  try {
    if (user === undefined || primaryGroupOf(user) === undefined) process.setgroups?.([gid]);
    else (process as unknown as InitGroups).initgroups(nameOf(uid) ?? uid, gid);
    process.setgid?.(gid);
    process.setuid?.(uid);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'EPERM';
    const what = `Cannot change to user ${user ?? uid} and group ${group ?? gid}`;
    const fix = 'start the relay as root, or leave user and group out of the configuration';
    throw SystemRefusal.of(what, code, fix);
  }
  return { uid, gid };
}

/** The user and group that `changeIdentity` changes to. Throws SystemRefusal if an account is unknown. */
export function identityOf(user: string | undefined, group: string | undefined): Identity {
  const now = identity();
  return {
    uid: user === undefined ? now.uid : numberOf('user', user),
    gid: group === undefined ? groupOf(user, now) : numberOf('group', group),
  };
}

/**
 * The user and group of what root creates before it changes to `user` and `group`; undefined if it does not. Throws SystemRefusal if
 * an account is unknown.
 */
export function laterOwner({ user, group }: Accounts): Identity | undefined {
  const isChanged = user !== undefined || group !== undefined;
  return isChanged && identity().uid === 0 ? identityOf(user, group) : undefined;
}

/** The user and group of this process. */
export function identity(): Identity {
  return { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
}

/** Whether this process may give its files to a group. */
export function isOwnGroup(gid: number): boolean {
  return process.getgid?.() === gid || process.getgroups?.().includes(gid) === true;
}

/** Lower ports can be bound with privileges only. */
export function firstFreePort(): number {
  try {
    return Number(readFileSync(FIRST_FREE_PORT_FILE, 'utf8'));
  } catch {
    // Systems without the file have the traditional limit.
    return FIRST_FREE_PORT;
  }
}

function numberOf(kind: 'user' | 'group', name: string): number {
  const id = findAccount(kind, name);
  if (id !== undefined) return id;
  const what = `Cannot change to ${kind} ${name}`;
  throw SystemRefusal.of(what, 'ENOENT', `${ACCOUNT_FILES[kind]} has no such ${kind}`);
}

/** A number without an account must not leave the process in the group of root. */
function groupOf(user: string | undefined, now: Identity): number {
  const gid = user === undefined ? now.gid : primaryGroupOf(user);
  if (gid !== undefined) return gid;
  const what = `Cannot change to user ${user}`;
  throw SystemRefusal.of(what, 'ENOENT', 'no account has this number: name a group, too');
}

/** Of an account in passwd(5) by name or number; undefined if there is none. */
function primaryGroupOf(user: string | undefined): number | undefined {
  const gid = user === undefined ? undefined : accountOf(user)?.[3];
  return gid === undefined ? undefined : Number(gid);
}

function nameOf(uid: number): string | undefined {
  return accountOf(`${uid}`)?.[0];
}

/** The fields of passwd(5). */
function accountOf(user: string): string[] | undefined {
  const lines = readFileSync(ACCOUNT_FILES.user, 'utf8').split('\n');
  const accounts = lines.map((line) => line.split(':'));
  return accounts.find(([name]) => name === user) ?? accounts.find(([, , uid]) => uid === user);
}
