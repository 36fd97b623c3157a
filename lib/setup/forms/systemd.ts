import { formatParameter, MAX_PARAMETER_LENGTH } from '../parameter.ts';
import type { SenderSettings } from '../sender-settings.ts';
import { configfsScript } from './configfs.ts';
import { isDeviceMac } from './device-mac.ts';
import { shellPart, type FormFile, type FormWriter } from './form.ts';

const UNIT = 'netconsole-sender.service';
const SCRIPT = '/usr/local/sbin/netconsole-sender';

/**
 * A unit that runs when the network is up. It loads the module with the parameter; settings that the parameter cannot
 * carry take the configfs script instead.
 */
export const systemd: FormWriter = (settings) => {
  const value = formatParameter(settings);
  const isScript = needsConfigfs(settings) || value.length > MAX_PARAMETER_LENGTH;
  if (isScript && settings.targets.some(isDeviceMac)) {
    return { impossible: 'these settings need configfs, which takes no MAC address as --device' };
  }
  const service = isScript
    ? [`ExecStart=${SCRIPT}`]
    : [
        'ExecStartPre=-/sbin/modprobe -r netconsole',
        `ExecStart=/sbin/modprobe netconsole "netconsole=${value}"`,
        'ExecStop=-/sbin/modprobe -r netconsole',
      ];
  const unit: FormFile = {
    path: `/etc/systemd/system/${UNIT}`,
    mode: '0644',
    content: unitText(service),
  };
  const script: FormFile = { path: SCRIPT, mode: '0755', content: configfsScript(settings) };
  return [
    shellPart(
      'as root; now and at each boot, when the network is up',
      ['systemctl daemon-reload', `systemctl enable ${UNIT}`, `systemctl restart ${UNIT}`],
      isScript ? [script, unit] : [unit],
    ),
  ];
};

/** Whether the settings hold what only configfs takes. */
function needsConfigfs({ userdata, sysdata }: SenderSettings): boolean {
  return userdata.length > 0 || sysdata.length > 0;
}

function unitText(service: readonly string[]): string {
  return `[Unit]
Description=Send kernel messages over the network (netconsole)
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
RemainAfterExit=yes
${service.join('\n')}

[Install]
WantedBy=multi-user.target
`;
}
