import { shellQuote } from '../shell-quote.ts';
import { parameterForm, shellPart } from './form.ts';

/** Loads the module now. A module that is loaded keeps its parameter, so it is unloaded first. */
export const modprobe = parameterForm((value) => [
  shellPart('as root; lasts until the next boot', [
    'modprobe -r netconsole',
    `modprobe netconsole ${shellQuote(`netconsole=${value}`)}`,
  ]),
]);

/** Loads the module at each boot. modprobe.d takes the rest of an `options` line as it is, `;` included. */
export const modprobeD = parameterForm((value) => [
  shellPart(
    'as root; loads the module at each boot (if the interface is not there yet at that time, use systemd)',
    [],
    [
      {
        path: '/etc/modprobe.d/netconsole.conf',
        mode: '0644',
        content: `options netconsole netconsole=${value}\n`,
      },
      { path: '/etc/modules-load.d/netconsole.conf', mode: '0644', content: 'netconsole\n' },
    ],
  ),
  shellPart('without systemd: in place of /etc/modules-load.d/netconsole.conf', [
    'grep -qsx netconsole /etc/modules || echo netconsole >>/etc/modules',
  ]),
]);

/** The last lines of BusyBox init's start script. Without modprobe the module is loaded from its place. */
export const rcS = parameterForm((value) => {
  const parameter = shellQuote(`netconsole=${value}`);
  const file = '"/lib/modules/$(uname -r)/kernel/drivers/net/netconsole.ko"';
  return [
    shellPart('at the end of /etc/init.d/rcS (netconsole built in: use cmdline or uboot)', [
      `modprobe netconsole ${parameter} 2>/dev/null || insmod ${file} ${parameter}`,
      'dmesg -n 8',
    ]),
  ];
});
