import { DEFAULT_TARGET_PORT, hasColon, type SenderSettings } from '../sender-settings.ts';
import { shellPart, type FormWriter } from './form.ts';

/** Ways to see a first line arrive, from the whole way down to the network alone. */
export const testMessages: FormWriter = (settings) => [
  shellPart('on the sender, as root: shows every level on the console, then writes one line', [
    'dmesg -n 8',
    "echo '<3>netconsole-test' >/dev/kmsg",
  ]),
  shellPart('the same by the kernel itself: the list of SysRq keys, without other effect', [
    'echo h >/proc/sysrq-trigger',
  ]),
  shellPart('the network alone, without the kernel: from the sender, with nc or with bash', [
    ...rawPackets(settings, (host, port) => `| nc -u -w 1 ${host} ${port}`),
    ...rawPackets(settings, (host, port) => `| bash -c 'cat >/dev/udp/${host}/${port}'`),
  ]),
];

function rawPackets(
  { targets, extended }: SenderSettings,
  to: (host: string, port: number) => string,
): string[] {
  const text = extended
    ? String.raw`3,1,1000000,-;netconsole-test: raw packet\n`
    : String.raw`[    1.000000] netconsole-test: raw packet\n`;
  return targets.map(({ address, port = DEFAULT_TARGET_PORT, device }) => {
    const isLinkLocal = /^fe[89ab]/i.test(address) && hasColon(address);
    const host = isLinkLocal && device !== undefined ? `${address}%${device}` : address;
    return `printf '${text}' ${to(host, port)}`;
  });
}
