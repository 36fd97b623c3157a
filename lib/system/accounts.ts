import { readFileSync } from 'node:fs';

/** Numbers go up to 2^32 - 2; the one above means "leave unchanged" to chown(2). */
const MAX_ID = 0xffff_fffe;

export type AccountKind = 'user' | 'group';

/** Files with the accounts of this machine, passwd(5) and group(5). */
export const ACCOUNT_FILES: Readonly<Record<AccountKind, string>> = {
  user: '/etc/passwd',
  group: '/etc/group',
};

/** The number of a user or group given by name or number; undefined if the machine has none of that name. */
export function findAccount(
  kind: AccountKind,
  name: string,
  file: string = ACCOUNT_FILES[kind],
): number | undefined {
  if (/^\d+$/.test(name) && Number(name) <= MAX_ID) return Number(name);
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [known, , id] = line.split(':');
    if (known === name && id !== undefined && /^\d+$/.test(id)) return Number(id);
  }
  return undefined;
}
