import { ACCOUNT_FILES, findAccount, type AccountKind } from '../../system/accounts.ts';
import { DestinationError } from '../destination-error.ts';

/**
 * The number of a user or group given by name or number, -1 for undefined. Reads passwd(5) or group(5); throws a
 * DestinationError when a name is not there.
 */
export function accountId(
  kind: AccountKind,
  name: string | undefined,
  file: string = ACCOUNT_FILES[kind],
): number {
  if (name === undefined) return -1;
  const id = findAccount(kind, name, file);
  if (id !== undefined) return id;
  throw new DestinationError(
    `Cannot give files to ${kind} ${name}: ${file} has no such ${kind}; use a known name or a number`,
  );
}
