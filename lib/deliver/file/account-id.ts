import { readFileSync } from 'node:fs';
import { DestinationError } from '../destination-error.ts';

/** Numbers go up to 2^32 - 2; the one above means "leave alone" to chown(2). */
const MAX_ID = 0xffff_fffe;
const DATABASES = { user: '/etc/passwd', group: '/etc/group' } as const;

/**
 * The number of a user or group given by name or number, -1 for undefined. Reads passwd(5) or group(5); throws a
 * DestinationError when a name is not there.
 */
export function accountId(
  kind: 'user' | 'group',
  name: string | undefined,
  database: string = DATABASES[kind],
): number {
  if (name === undefined) return -1;
  if (/^\d+$/.test(name) && Number(name) <= MAX_ID) return Number(name);
  for (const line of readFileSync(database, 'utf8').split('\n')) {
    const [known, , id] = line.split(':');
    if (known === name && id !== undefined && /^\d+$/.test(id)) return Number(id);
  }
  throw new DestinationError(
    `Cannot give files to ${kind} ${name}: no such ${kind} in ${database}; use a known name or a number`,
  );
}
