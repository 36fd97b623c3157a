import { ACCOUNT_FILES, findAccount, type AccountKind } from '../system/accounts.ts';

/** A problem below a key of the configuration. */
export interface KeyFault {
  /** Below the source or destination; `tls.ca` is a key of a mapping. */
  readonly key: string;
  readonly what: string;
  readonly hint: string;
}

/** Reports an account that is not in the file of accounts of this machine; nothing if `name` is absent. */
export function accountFaults(
  key: string,
  kind: AccountKind,
  name: string | undefined,
): KeyFault[] {
  if (name === undefined || findAccount(kind, name) !== undefined) return [];
  const what = `${ACCOUNT_FILES[kind]} has no ${kind} "${name}"`;
  return [{ key, what, hint: 'use a known name or a number' }];
}
