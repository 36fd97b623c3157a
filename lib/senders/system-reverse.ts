import { Resolver } from 'node:dns/promises';
import type { HostsConfig } from '../config/config.ts';
import { confirmedNames } from './confirmed-names.ts';

const TIMEOUT_MS = 2000;
const TRIES = 2;

/** Resolves with the names of an address; rejects when there are none or no server answers. */
export type Reverse = (address: string, dns: HostsConfig['dns']) => Promise<string[]>;

/** Asks the name servers of this machine. The resolver of c-ares keeps no thread of libuv busy. */
export function systemReverse(): Reverse {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  return (address, dns) =>
    dns === 'forward-confirmed'
      ? confirmedNames(resolver, address)
      : resolver.reverse(address.replace(/%.*/, ''));
}
