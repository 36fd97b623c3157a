import { isMapping } from '../config/mapping.ts';
import { pathText, type Path, type PathFault } from '../config/path-fault.ts';
import { ACCOUNT_FILES, findAccount, type AccountKind } from '../system/accounts.ts';

/** Keys that name an account, and the kind of account. */
const OF_RELAY = { user: 'user', group: 'group' } as const;
const OF_PART = { owner: 'user', group: 'group' } as const;

/**
 * Reports each user and group in `data`, a configuration as written, that this machine does not have. It reads `data` instead of the checked
 * configuration, so that a part with other problems is examined too.
 */
export function unknownAccounts(data: unknown): PathFault[] {
  if (!isMapping(data)) return [];
  const parts = ['sources', 'destinations'].flatMap((key) =>
    Object.entries(isMapping(data[key]) ? data[key] : {}).flatMap(([name, part]) =>
      unknownIn(part, [key, name], OF_PART),
    ),
  );
  return [...parts, ...unknownIn(data, [], OF_RELAY)];
}

function unknownIn(
  mapping: unknown,
  path: Path,
  kinds: Readonly<Record<string, AccountKind>>,
): PathFault[] {
  if (!isMapping(mapping)) return [];
  return Object.entries(kinds).flatMap(([key, kind]) => {
    const name = mapping[key];
    const isName = (typeof name === 'string' && name !== '') || typeof name === 'number';
    if (!isName || findAccount(kind, String(name)) !== undefined) return [];
    return [fault([...path, key], `${ACCOUNT_FILES[kind]} has no ${kind} "${name}"`)];
  });
}

function fault(path: Path, found: string): PathFault {
  return {
    path,
    atKey: false,
    offset: undefined,
    what: `\`${pathText(path)}\`: ${found}`,
    hint: 'use a known name or a number',
  };
}
