import { hasColon, type TargetSettings } from '../sender-settings.ts';

/** Whether the interface is given by its MAC address, as only the parameter can (Linux 6.15). */
export function isDeviceMac({ device }: TargetSettings): boolean {
  return device !== undefined && hasColon(device);
}
