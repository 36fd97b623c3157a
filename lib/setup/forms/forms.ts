import { cmdline, grub, uboot } from './command-line.ts';
import { configfs } from './configfs.ts';
import { firewalld, iptables, nftables } from './firewall.ts';
import type { Form, FormWriter } from './form.ts';
import { heartbeat } from './heartbeat.ts';
import { modprobe, modprobeD, rcS } from './module.ts';
import { senderScript } from './sender-script.ts';
import { systemd } from './systemd.ts';
import { testMessages } from './test-messages.ts';
import type { SenderSettings } from '../sender-settings.ts';

export const FORM_NAMES = [
  'cmdline',
  'grub',
  'uboot',
  'modprobe',
  'modprobe.d',
  'systemd',
  'configfs',
  'iptables',
  'nftables',
  'firewalld',
  'heartbeat',
  'test',
  'rcS',
  'script',
] as const;
export type FormName = (typeof FORM_NAMES)[number];

const WRITERS: Readonly<Record<FormName, FormWriter>> = {
  cmdline,
  grub,
  uboot,
  modprobe,
  'modprobe.d': modprobeD,
  systemd,
  configfs,
  iptables,
  nftables,
  firewalld,
  heartbeat,
  test: testMessages,
  rcS,
  script: senderScript,
};

/** Forms that carry the parameter alone, and so no userdata and no fields of the kernel's own. */
export const PARAMETER_FORMS: readonly FormName[] = [
  'cmdline',
  'grub',
  'uboot',
  'modprobe',
  'modprobe.d',
  'rcS',
];

/** All but `script`, which is a program of its own rather than lines to read. */
export const SHOWN_FORMS: readonly FormName[] = FORM_NAMES.filter((name) => name !== 'script');

export function writeForm(name: FormName, settings: SenderSettings): Form {
  return WRITERS[name](settings);
}

/** A form as text. Each part begins with its comment, after the first line of a script. */
export function printForm(name: FormName, form: Form): string {
  if ('impossible' in form) return `# ${name}: not possible: ${form.impossible}\n`;
  return form
    .map(({ comment, text }) => (text.startsWith('#!') ? text : `# ${name}: ${comment}\n${text}`))
    .join('');
}
