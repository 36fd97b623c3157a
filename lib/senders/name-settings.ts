import { readFileSync, readdirSync } from 'node:fs';
import ipaddr from 'ipaddr.js';
import type { HostsConfig } from '../config/config.ts';
import { SystemRefusal } from '../system/system-refusal.ts';
import type { NameSettings } from './naming.ts';

/**
 * Gathers what is known of names on this machine: the configured table, then the hosts file, and the interfaces. Throws SystemRefusal
 * when one is there and cannot be read.
 */
export function readNameSettings(hosts: HostsConfig, hostsFile = '/etc/hosts'): NameSettings {
  const names = parseHostsFile(readIfThere(hostsFile));
  for (const [address, name] of Object.entries(hosts.names)) names.set(canonical(address), name);
  return { names, userdata: hosts.userdata, dns: hosts.dns, scopes: interfaceNames() };
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

function interfaceNames(): Map<number, string> {
  const directory = '/sys/class/net';
  const names = new Map<number, string>();
  for (const name of listIfThere(directory)) {
    const index = Number(readIfThere(`${directory}/${name}/ifindex`));
    if (index > 0) names.set(index, name);
  }
  return names;
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isAbsent(error)) return '';
    throw refusedToRead(path, error);
  }
}

function listIfThere(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw refusedToRead(directory, error);
  }
}

function refusedToRead(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  const fix = 'put a readable file or directory there';
  return new SystemRefusal(`Cannot read ${path}: ${code}; ${fix}`, code, error);
}

/** Also not a directory: `bonding_masters` stands among the interfaces. */
function isAbsent(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES';
}
