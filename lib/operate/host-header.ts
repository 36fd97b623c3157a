import { isIP } from 'node:net';

/** Name or address, and a port that does not matter. RFC 9110 section 7.2. */
const HOST = /^(?:\[([^\]]+)\]|([^:]*))(?::\d*)?$/;

/**
 * Whether a request for this `Host` is answered: an IP address, `localhost`, or one of `names` (lower case). A web page can let its own name resolve to
 * this machine, but cannot make a browser send another name.
 */
export function isOwnHost(header: string | undefined, names: readonly string[]): boolean {
  const match = HOST.exec(header ?? '');
  if (match === null) return false;
  const [, bracketed, plain = ''] = match;
  if (bracketed !== undefined) return isIP(bracketed) === 6;
  const name = plain.toLowerCase().replace(/\.$/, '');
  return isIP(name) === 4 || name === 'localhost' || names.includes(name);
}
