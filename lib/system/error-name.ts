import { getSystemErrorMap } from 'node:util';

/** `ECONNREFUSED` for 111. */
export function errorName(errno: number): string {
  return getSystemErrorMap().get(-errno)?.[0] ?? `errno ${errno}`;
}
