import { hasFeature } from '../kernel-version.ts';
import {
  BROADCAST_MAC,
  DEFAULT_DEVICE,
  DEFAULT_SOURCE_PORT,
  DEFAULT_TARGET_PORT,
  SYSDATA,
  type SenderSettings,
  type Sysdata,
  type TargetSettings,
} from '../sender-settings.ts';
import { readShell } from '../shell-library.ts';
import { shellQuote } from '../shell-quote.ts';
import { scriptPart, type FormWriter } from './form.ts';
import { isDeviceMac } from './device-mac.ts';

/** Attributes below `userdata` by the field they add. The kernel's own page calls the first one `cpu_nr`. */
const ATTRIBUTES: Readonly<Record<Sysdata, string>> = {
  cpu: 'cpu_nr_enabled',
  taskname: 'taskname_enabled',
  msgid: 'msgid_enabled',
};

const COMMENT =
  'configfs: on the sender, as root, now and after each boot; a second run changes nothing';

/** The script that makes the targets in configfs. Needs CONFIG_NETCONSOLE_DYNAMIC. */
export const configfs: FormWriter = (settings) => {
  if (settings.targets.some(isDeviceMac)) {
    return { impossible: 'configfs takes no MAC address as --device; give the name' };
  }
  return [scriptPart(COMMENT, configfsScript(settings))];
};

/** The text of the script, for `settings` without a device given by its MAC address. */
export function configfsScript(settings: SenderSettings): string {
  const targets = settings.targets.flatMap((target, index) => [
    assignTarget({
      ...target,
      device: target.device ?? DEFAULT_DEVICE,
      mac: target.mac ?? BROADCAST_MAC,
    }),
    `configure ${targetName(index)}`,
  ]);
  return [
    `#!/bin/sh\n# ${COMMENT}\nset -eu`,
    readShell('configfs'),
    `if ! open_configfs; then
  say "Cannot find $base: the kernel lacks CONFIG_NETCONSOLE_DYNAMIC, or this is not root; use the form modprobe"
  exit 111
fi`,
    assignFormat(settings),
    ...targets,
    '',
  ].join('\n');
}

/** The directory of a target in configfs. Names that begin with `cmdline` are the kernel's. */
function targetName(index: number): string {
  return `relay${index + 1}`;
}

/** Shell variables of what all targets share, and the function that writes the userdata. */
export function assignFormat(settings: SenderSettings): string {
  const { extended, release, userdata } = settings;
  const keys = userdata.map(({ key }) => ` ${shellQuote(key)}`).join('');
  const on = enabledSysdata(settings);
  return [
    `extended=${Number(extended)}`,
    `release=${Number(release)}`,
    'data() {',
    `  keep_userdata${keys}`,
    ...userdata.map(({ key, value }) => `  userdatum ${shellQuote(key)} ${shellQuote(value)}`),
    ...SYSDATA.map((name) => {
      return `  put_live userdata/${ATTRIBUTES[name]} ${Number(on.includes(name))}`;
    }),
    '}',
  ].join('\n');
}

/** Shell variables of one target; what is absent is empty. */
export function assignTarget(target: TargetSettings): string {
  const { device = '', mac = '', sourceAddress = '' } = target;
  return [
    `target=${target.address}`,
    `target_port=${target.port ?? DEFAULT_TARGET_PORT}`,
    `target_mac=${mac}`,
    `device=${shellQuote(device)}`,
    `source_ip=${sourceAddress}`,
    `source_port=${target.sourcePort ?? DEFAULT_SOURCE_PORT}`,
  ].join('\n');
}

/** msgid alone shows real loss, so it is on wherever the kernel has it. */
function enabledSysdata({ extended, sysdata, kernel }: SenderSettings): readonly Sysdata[] {
  return extended && hasFeature(kernel, 'msgid') ? [...sysdata, 'msgid'] : sysdata;
}
