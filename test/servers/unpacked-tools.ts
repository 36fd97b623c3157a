import { spawnSync } from 'node:child_process';
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
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Programs that single tests need, by their place in Debian's packages. */
const TOOLS = {
  shellcheck: 'usr/bin/shellcheck',
  busybox: 'bin/busybox',
  ip: 'bin/ip',
  nft: 'usr/sbin/nft',
  iptables: 'usr/sbin/iptables-nft',
  ip6tables: 'usr/sbin/ip6tables-nft',
  'iptables-save': 'usr/sbin/iptables-nft-save',
  'ip6tables-save': 'usr/sbin/ip6tables-nft-save',
  fw_printenv: 'usr/bin/fw_printenv',
  fw_setenv: 'usr/bin/fw_setenv',
} as const;
export type Tool = keyof typeof TOOLS;

/** Those packages, and the libraries they need that are not on every Debian machine. */
const PACKAGES = `
  shellcheck busybox nftables iptables iproute2 libubootenv-tool
  libnftables1 libedit2 libbsd0 libmd0 libjansson4 libmnl0 libnftnl11 libxtables12 libip4tc2 libip6tc2
  libnfnetlink0 libnetfilter-conntrack3 libubootenv0.1 libbpf1 libelf1 libcap2 libtirpc3 libgmp10 libffi8
`
  .trim()
  .split(/\s+/);

/** Kept between runs: the packages' files and, in `tools`, a script for each tool that finds its libraries. */
const HOME = join(tmpdir(), 'netconsole-relay-test-tools');
const BIN = join(HOME, 'tools');

/** PATH with the unpacked tools behind what the system has. */
export function pathWithTools(): string {
  return [process.env['PATH'] ?? '', '/usr/sbin', '/sbin', BIN].join(delimiter);
}

/** Whether a program, such as a tool, can be run by `pathWithTools`. */
export function hasProgram(name: string): boolean {
  return pathWithTools()
    .split(delimiter)
    .some((directory) => existsSync(join(directory, name)));
}

/**
 * Unpacks the packages of missing tools beside everything else: nothing is installed, so nothing can be removed. Returns why
 * that was not possible.
 */
export function unpackTools(): string | undefined {
  const missing = Object.keys(TOOLS).filter((name) => !hasProgram(name));
  if (missing.length === 0) return undefined;
  const work = mkdtempSync(`${HOME}-`);
  try {
    const run = (command: string, ...parameters: string[]): boolean =>
      spawnSync(command, parameters, { cwd: work, stdio: 'ignore' }).status === 0;
    const isThere = run('apt-get', 'download', ...PACKAGES);
    if (!isThere && !(run('apt-get', 'update') && run('apt-get', 'download', ...PACKAGES))) {
      return `no ${missing.join(', ')}, and apt-get cannot download them`;
    }
    const packages = readdirSync(work).filter((name) => name.endsWith('.deb'));
    if (!packages.every((file) => run('dpkg', '-x', file, '.'))) return 'dpkg cannot unpack';
    writeScripts(work);
    rmSync(HOME, { recursive: true, force: true });
    renameSync(work, HOME);
    return undefined;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function writeScripts(work: string): void {
  const libraries = ['usr/lib', 'lib'].flatMap((directory) =>
    readdirSync(join(work, directory))
      .filter((name) => name.endsWith('-linux-gnu'))
      .map((name) => join(HOME, directory, name)),
  );
  const modules = libraries.map((directory) => join(directory, 'xtables'));
  mkdirSync(join(work, 'tools'));
  for (const [name, place] of Object.entries(TOOLS)) {
    const script = `#!/bin/sh
export LD_LIBRARY_PATH=${libraries.join(':')} XTABLES_LIBDIR=${modules.join(':')}
exec ${join(HOME, place)} "$@"
`;
    const file = join(work, 'tools', name);
    writeFileSync(file, script);
    chmodSync(file, 0o755);
  }
}
