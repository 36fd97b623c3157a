/**
 * What a header holds that has no field of RFC 5424: the parameters of the element `header` of the structured data, in the order in
 * which they are written. Bit n of `SyslogView.headerSet` is name n.
 *
 * `origin`: a name with spaces, or a second one (Cisco). `node`: `RP/0/RP0/CPU0` (IOS-XR). `task`: AireOS. `sequence`: a second number
 * (Cisco). `mac`, `firmware`: UniFi. `zone`: an abbreviation that is not understood, or Huawei's name of a zone. `time`: a time that does not exist, such as Feb 31.
 * `version`: a VERSION other than 1. `via`: the words that AIX writes before the host name, `Message forwarded from`.
 */
export const HEADER_VALUES = [
  'origin',
  'node',
  'task',
  'sequence',
  'mac',
  'firmware',
  'zone',
  'time',
  'version',
  'via',
] as const;

export const ORIGIN = 0;
export const NODE = 1;
export const TASK = 2;
export const SEQUENCE = 3;
export const MAC = 4;
export const FIRMWARE = 5;
export const ZONE = 6;
export const TIME = 7;
export const VERSION = 8;
export const VIA = 9;
