import { isIPv6 } from 'node:net';
import { isConfirmed } from './dns-name.ts';

/** Queries to name servers; `Resolver` of node:dns/promises is an implementation. */
export interface NameServers {
  reverse(address: string): Promise<string[]>;
  resolve4(name: string): Promise<string[]>;
  resolve6(name: string): Promise<string[]>;
}

/**
 * The names of an address by reverse DNS that resolve to that address: whoever runs the zone of an address can give it any name, but not let that
 * name resolve to it. Rejects when there is no name or no server answers.
 */
export async function confirmedNames(servers: NameServers, address: string): Promise<string[]> {
  const plain = address.replace(/%.*/, '');
  const names = await servers.reverse(plain);
  const confirmed: string[] = [];
  for (const name of names) {
    const addresses = await (isIPv6(plain) ? servers.resolve6(name) : servers.resolve4(name));
    if (isConfirmed(plain, addresses)) confirmed.push(name);
  }
  return confirmed;
}
