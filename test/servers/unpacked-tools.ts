import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { unpackPackages } from './debian-packages.ts';

/** Programs that single tests need, and their names in Debian's packages. */
const TOOLS = {
  shellcheck: 'shellcheck',
  busybox: 'busybox',
  ip: 'ip',
  nft: 'nft',
  iptables: 'iptables-nft',
  ip6tables: 'ip6tables-nft',
  'iptables-save': 'iptables-nft-save',
  'ip6tables-save': 'ip6tables-nft-save',
  fw_printenv: 'fw_printenv',
  fw_setenv: 'fw_setenv',
} as const;

const PACKAGES = ['shellcheck', 'busybox', 'iproute2', 'nftables', 'iptables', 'libubootenv-tool'];

/** Kept between runs: the packages' files and, in `tools`, a script for each tool that finds its libraries. */
const HOME = join(import.meta.dirname, '../../node_modules/.cache/tools');

/** PATH with the unpacked tools after what the system has. */
export function pathWithTools(): string {
  const directories = [process.env['PATH'] ?? '', '/usr/sbin', '/sbin', join(HOME, 'tools')];
  return directories.join(delimiter);
}

/** Whether a program, such as a tool, can be run by `pathWithTools`. */
export function hasProgram(name: string): boolean {
  return pathWithTools()
    .split(delimiter)
    .some((directory) => existsSync(join(directory, name)));
}

/** Unpacks the packages of the tools when one is missing. Returns why that was not possible. */
export function unpackTools(): string | undefined {
  const missing = Object.keys(TOOLS).filter((name) => !hasProgram(name));
  if (missing.length === 0) return undefined;
  mkdirSync(dirname(HOME), { recursive: true });
  const work = mkdtempSync(`${HOME}-`);
  try {
    unpackPackages(work, PACKAGES);
    writeScripts(work);
    rmSync(HOME, { recursive: true, force: true });
    renameSync(work, HOME);
    return undefined;
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    return `no ${missing.join(', ')}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function writeScripts(work: string): void {
  const libraries = ['usr/lib', 'lib'].flatMap((directory) => {
    if (!existsSync(join(work, directory))) return [];
    const names = readdirSync(join(work, directory)).filter((name) => name.endsWith('-linux-gnu'));
    return names.map((name) => join(HOME, directory, name));
  });
  const modules = libraries.map((directory) => join(directory, 'xtables'));
  mkdirSync(join(work, 'tools'));
  for (const [name, program] of Object.entries(TOOLS)) {
    const place = ['usr/bin', 'usr/sbin', 'bin', 'sbin']
      .map((directory) => join(directory, program))
      .find((path) => existsSync(join(work, path)));
    // What the system has may not be unpacked.
    if (place === undefined) continue;
    const file = join(work, 'tools', name);
    writeFileSync(
      file,
      `#!/bin/sh
LD_LIBRARY_PATH='${libraries.join(':')}' XTABLES_LIBDIR='${modules.join(':')}' exec '${join(HOME, place)}' "$@"
`,
    );
    chmodSync(file, 0o755);
  }
}
