import { mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ShellStand } from '../shell-stand.ts';

/** What a kernel shows of a new target, by file. Kernel: drivers/net/netconsole.c. */
const NEW_TARGET = {
  enabled: '0',
  extended: '0',
  release: '0',
  dev_name: 'eth0',
  local_port: '6665',
  remote_port: '6666',
  local_ip: '0.0.0.0',
  remote_ip: '0.0.0.0',
  remote_mac: 'ff:ff:ff:ff:ff:ff',
  'userdata/cpu_nr_enabled': '0',
  'userdata/taskname_enabled': '0',
  'userdata/msgid_enabled': '0',
};

const BASE = 'config/netconsole';

/**
 * A tree of plain files that behaves like configfs where scripts can tell: `mkdir` makes a target or a key with its files,
 * `rmdir` removes them. `without`: files that an older kernel does not have.
 */
export class ConfigfsTree {
  readonly #stand: ShellStand;

  constructor(stand: ShellStand, without: RegExp = /^$/) {
    this.#stand = stand;
    const files = Object.entries(NEW_TARGET).filter(([name]) => !without.test(name));
    const hasUserdata = files.some(([name]) => name.startsWith('userdata/'));
    const make = files.map(([name, value]) => `echo ${value} >"$1/${name}"`).join('\n');
    stand.command(
      'mkdir',
      `/bin/mkdir "$1" || exit
case $1 in
*/userdata/*) echo >"$1/value" ;;
*) ${hasUserdata ? '/bin/mkdir "$1/userdata"' : ':'}
${make} ;;
esac`,
    );
    stand.command('rmdir', 'rm -r "$1"');
    mkdirSync(this.base, { recursive: true });
  }

  /** Where scripts find it. */
  get base(): string {
    return join(this.#stand.directory, BASE);
  }

  get env(): NodeJS.ProcessEnv {
    return { NETCONSOLE_CONFIGFS: this.base };
  }

  /** Every file with its value, final newline excluded. */
  get values(): Readonly<Record<string, string>> {
    const names = readdirSync(this.base, { recursive: true, encoding: 'utf8' }).sort();
    const files = names.filter((name) => statSync(join(this.base, name)).isFile());
    return Object.fromEntries(
      files.map((name) => [name, readFileSync(join(this.base, name), 'utf8').replace(/\n$/, '')]),
    );
  }

  /** What a new target named relay1 shows after the given files were written. */
  static expected(
    written: Readonly<Record<string, string>>,
    name = 'relay1',
  ): Readonly<Record<string, string>> {
    const all = { ...NEW_TARGET, enabled: '1', ...written };
    return Object.fromEntries(
      Object.entries(all)
        .map(([file, value]) => [`${name}/${file}`, value] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }
}

/** Files below the base that a trace of `sh -x` shows written, with their values, in order. */
export function writesOf(trace: string, base: string): string[] {
  return [...trace.matchAll(/^\++ write (.*)$/gm)].map(([, text = '']) =>
    text.replaceAll(`${base}/`, ''),
  );
}
