import { shellQuote } from '../shell-quote.ts';
import { parameterForm, shellPart, textPart } from './form.ts';

/** The kernel command line itself. */
export const cmdline = parameterForm((value) => [
  textPart(
    'the kernel command line, if netconsole is built in (a module: netconsole.netconsole=… and load it, see modprobe.d)',
    `netconsole=${value}`,
  ),
]);

/**
 * GRUB. Its scripts take `;` for the end of a command, hence the inner quotes, which GRUB removes. The module's own name in
 * front of the parameter serves both a built-in netconsole and a module.
 */
export const grub = parameterForm((value) => {
  const argument = `netconsole.netconsole='${value}'`;
  const file = {
    path: '/etc/default/grub.d/netconsole.cfg',
    mode: '0644',
    content: `GRUB_CMDLINE_LINUX="$GRUB_CMDLINE_LINUX ${argument} modules_load=netconsole"\n`,
  } as const;
  const grubby = shellQuote(`netconsole.netconsole=${value} modules_load=netconsole`);
  return [
    shellPart('Debian, Ubuntu: as root; takes effect at the next boot', ['update-grub'], [file]),
    shellPart('Fedora, RHEL, SUSE with grubby: as root; takes effect at the next boot', [
      `grubby --update-kernel=ALL --args=${grubby}`,
    ]),
  ];
});

/** U-Boot passes `bootargs` to the kernel. A parameter from an earlier run is replaced. */
export const uboot = parameterForm((value) => [
  shellPart('on the board, in Linux as root; takes effect at the next boot', [
    "bootargs=$(fw_printenv -n bootargs | sed 's/ *netconsole=[^ ]*//g')",
    `fw_setenv bootargs "$bootargs netconsole=${value}"`,
  ]),
  textPart(
    'the same at the prompt of U-Boot',
    `setenv bootargs "\${bootargs} netconsole=${value}"; saveenv`,
  ),
]);
