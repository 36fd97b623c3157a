import type { SenderSettings, TargetSettings } from './sender-settings.ts';

/** Characters the kernel keeps of a parameter's value: MAX_PARAM_LENGTH of drivers/net/netconsole.c less the final NUL. */
export const MAX_PARAMETER_LENGTH = 255;

/**
 * The value of the parameter `netconsole`:
 *
 *   [+][r][source-port]@[source-address]/[device],[target-port]@target-address/[target-mac][;next target]…
 *
 * May be longer than the kernel takes, see `MAX_PARAMETER_LENGTH`. Kernel: Documentation/networking/netconsole.rst.
 */
export function formatParameter({ targets, extended, release }: SenderSettings): string {
  const flags = extended ? (release ? '+r' : '+') : '';
  return targets.map((target) => `${flags}${formatTarget(target)}`).join(';');
}

function formatTarget(target: TargetSettings): string {
  const { sourcePort = '', sourceAddress = '', device = '', port = '', address } = target;
  return `${sourcePort}@${sourceAddress}/${device},${port}@${address}/${target.mac ?? ''}`;
}
