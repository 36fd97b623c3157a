import { plural } from '../config/plural.ts';
import {
  KERNEL_FEATURES,
  formatKernelVersion,
  hasFeature,
  parseKernelVersion,
  type KernelFeature,
  type KernelVersion,
} from './kernel-version.ts';
import { readTarget, type TargetWords } from './read-target.ts';
import { readUserdata } from './read-userdata.ts';
import {
  SYSDATA,
  hasColon,
  type SenderSettings,
  type Sysdata,
  type TargetSettings,
} from './sender-settings.ts';
import type { SetupFlags } from './setup-flags.ts';

/** Userdata keys of Linux 6.9 to 6.18. */
const FEW_USERDATA = 16;

/** Lists of one target or one value for each target. */
const PER_TARGET = [
  ['targetPort', '--target-port'],
  ['targetMac', '--target-mac'],
  ['device', '--device'],
  ['sourceIp', '--source-ip'],
  ['sourcePort', '--source-port'],
] as const;

/** The settings that the options stand for, or all problems, each in words for the operator. */
export function readSettings(
  flags: SetupFlags,
): SenderSettings | { readonly problems: readonly string[] } {
  const problems: string[] = [];
  const targets = readTargets(flags, problems);
  const userdata = readUserdata(flags.userdata ?? [], problems);
  const sysdata = readSysdata(flags.sysdata ?? [], problems);
  const release = flags.release === true;
  const needsExtended = release || userdata.length > 0 || sysdata.length > 0;
  const settings: SenderSettings = {
    targets,
    extended: flags.extended === true || needsExtended,
    release,
    userdata,
    sysdata,
    kernel: readKernel(flags.kernel, problems),
  };
  problems.push(...tooNew(settings));
  return problems.length > 0 ? { problems } : settings;
}

/** Reads `--kernel`. */
export function readKernel(
  text: string | undefined,
  problems: string[],
): KernelVersion | undefined {
  if (text === undefined) return undefined;
  const kernel = parseKernelVersion(text);
  if (kernel === undefined) {
    problems.push(`--kernel is ${JSON.stringify(text)}; expected a release such as 6.12`);
  }
  return kernel;
}

function readTargets(flags: SetupFlags, problems: string[]): TargetSettings[] {
  const targets = flags.target ?? [];
  for (const [key, option] of PER_TARGET) {
    const count = flags[key]?.length ?? 0;
    if (count > 1 && count !== targets.length) {
      problems.push(
        `${option} is given ${count} times for ${plural(targets.length, 'target')}; give it once, or once for each target`,
      );
    }
  }
  return targets.map((target, index) => {
    const word = (values: readonly string[] | undefined): string | undefined =>
      values?.length === 1 ? values[0] : values?.[index];
    const words: TargetWords = {
      target,
      targetPort: word(flags.targetPort),
      targetMac: word(flags.targetMac),
      device: word(flags.device),
      sourceIp: word(flags.sourceIp),
      sourcePort: word(flags.sourcePort),
    };
    return readTarget(words, problems);
  });
}

function readSysdata(words: readonly string[], problems: string[]): Sysdata[] {
  for (const word of words) {
    if (!SYSDATA.some((name) => name === word)) {
      problems.push(`--sysdata is ${JSON.stringify(word)}; expected ${SYSDATA.join(', ')}`);
    }
  }
  return SYSDATA.filter((name) => words.includes(name));
}

function tooNew(settings: SenderSettings): string[] {
  const { targets, sysdata, userdata, kernel } = settings;
  if (kernel === undefined) return [];
  const wanted: readonly [KernelFeature, boolean][] = [
    ['ipv6', targets.some(({ address }) => hasColon(address))],
    ['deviceMac', targets.some(({ device }) => device !== undefined && hasColon(device))],
    ['extended', settings.extended],
    ['release', settings.release],
    ['userdata', userdata.length > 0],
    ['manyUserdata', userdata.length > FEW_USERDATA],
    ['sysdata', sysdata.some((name) => name !== 'msgid')],
    ['msgid', sysdata.includes('msgid')],
  ];
  return wanted
    .filter(([feature, isWanted]) => isWanted && !hasFeature(kernel, feature))
    .map(([feature]) => {
      const { what, since } = KERNEL_FEATURES[feature];
      return `Linux ${formatKernelVersion(kernel)} is too old for ${what}; that needs ${since}`;
    });
}
