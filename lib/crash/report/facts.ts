import type { CrashReport } from '../../event/crash.ts';
import { plain } from './normalise-text.ts';

/** The members of a report that single lines hold. */
export type Facts = Pick<
  CrashReport,
  | 'location'
  | 'cpu'
  | 'pid'
  | 'comm'
  | 'oops'
  | 'release'
  | 'hardware'
  | 'taint'
  | 'modules'
  | 'panic'
  | 'rebootIn'
  | 'intended'
>;

const LOCATION = /(?: at |\] |: )([\w./-]+\.(?:c|h|S|rs):\d+)/;
const CPU =
  /^CPU: (\d+) (?:UID: \d+ )?PID: (\d+) Comm: (.*?) (?:Kdump: loaded )?(?:Not tainted|Tainted: ([A-Z ]*[A-Z])) +(\S+)/;
const NEW_WARNING = /, CPU#(\d+): (.*)\/(\d+)$/;
const HUNG_TASK = /^INFO: task (.*):(\d+) /;
const OOPS = /\[#(\d+)\]/;
const HARDWARE = /^Hardware name: (.*)$/;
const MODULES = /^Modules linked in:(.*?)(?: \[last unloaded.*)?$/;
const PANIC = /^Kernel panic - not syncing: (.*)$/;
const REBOOT = /^Rebooting in (\d+) seconds/;
const INTENDED = /^(?:sysrq: |SysRq : )+Trigger a crash/;
const LONGEST = 256;

/** Reads what single lines say; the first line of each kind counts. */
export function readFacts(begin: string, lines: readonly string[]): Facts {
  const all = [begin, ...lines];
  const cpu = firstMatch(all, CPU);
  const warning = NEW_WARNING.exec(begin);
  const hung = HUNG_TASK.exec(begin);
  const modules = firstMatch(all, MODULES)?.[1]?.trim();
  const panic = firstMatch(all, PANIC)?.[1];
  const reboot = firstMatch(all, REBOOT)?.[1];
  return {
    location: LOCATION.exec(begin)?.[1],
    cpu: toNumber(cpu?.[1] ?? warning?.[1]),
    pid: toNumber(hung?.[2] ?? cpu?.[2] ?? warning?.[3]),
    comm: cut(hung?.[1] ?? cpu?.[3] ?? warning?.[2]),
    taint: cut(cpu?.[4]?.trimEnd()),
    release: cut(cpu?.[5]),
    oops: toNumber(firstMatch(all, OOPS)?.[1]),
    hardware: cut(firstMatch(all, HARDWARE)?.[1]),
    modules: modules === undefined || modules === '' ? undefined : modules.split(/\s+/),
    panic: panic === undefined ? undefined : cut(plain(panic)),
    rebootIn: toNumber(reboot),
    intended: INTENDED.test(begin),
  };
}

function firstMatch(lines: readonly string[], pattern: RegExp): RegExpExecArray | undefined {
  for (const line of lines) {
    const match = pattern.exec(line);
    if (match !== null) return match;
  }
  return undefined;
}

function toNumber(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}

function cut(text: string | undefined): string | undefined {
  return text?.slice(0, LONGEST);
}
