import { hostname } from 'node:os';
import ipaddr from 'ipaddr.js';
import type { HostsConfig } from '../config/config.ts';
import { interfaceNames } from './interface-names.ts';
import { readIfThere } from './read-if-there.ts';
import type { NameSettings } from './naming.ts';

/**
 * Gathers what is known of names on this machine: the configured table, then the hosts file, and the interfaces. Throws SystemRefusal
 * when one is there and cannot be read.
 */
export function readNameSettings(hosts: HostsConfig, hostsFile = '/etc/hosts'): NameSettings {
  const names = parseHostsFile(readIfThere(hostsFile));
  for (const [address, name] of Object.entries(hosts.names)) names.set(canonical(address), name);
  return {
    names,
    userdata: hosts.userdata,
    dns: hosts.dns !== false,
    scopes: interfaceNames(),
    local: hostname(),
    areInterfaces: true,
  };
}

/** Address to the first name on its line, hosts(5). An address on several lines keeps its first name. */
export function parseHostsFile(text: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [address = '', name] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (name === undefined || !ipaddr.isValid(address)) continue;
    const key = canonical(address);
    if (!names.has(key)) names.set(key, name);
  }
  return names;
}

function canonical(address: string): string {
  const [plain = '', scope] = address.split('%');
  const text = ipaddr.process(plain).toString();
  return scope === undefined ? text : `${text}%${scope}`;
}
