import {
  array,
  boolean,
  constantFrom,
  integer,
  ipV4,
  ipV6,
  oneof,
  option,
  record,
  string,
  stringMatching,
  subarray,
  tuple,
  type Arbitrary,
} from 'fast-check';
import { readSettings } from '../../lib/setup/read-settings.ts';
import { readTarget, type TargetWords } from '../../lib/setup/read-target.ts';
import {
  SYSDATA,
  type SenderSettings,
  type TargetSettings,
} from '../../lib/setup/sender-settings.ts';

const byte = integer({ min: 0, max: 255 });
const port = option(integer({ min: 1, max: 65_535 }).map(String), { nil: undefined });
const mac = tuple(byte, byte, byte, byte, byte, byte)
  // Most of one machine, few of groups: those are refused.
  .map(([first, ...others]) => [first % 16 === 0 ? first : first & 0xfe, ...others])
  .map((bytes) => bytes.map((each) => each.toString(16).padStart(2, '0')).join(':'));
const name = oneof(
  constantFrom('eth0', 'enp3s0', 'br-lan', 'eth0.100', 'wlan0', 'ethX', 'DEV', 'r', 'bond0'),
  stringMatching(/^[ -~]{1,16}$/),
  stringMatching(/^[a-z0-9_.+-]{1,15}$/),
);

/** Options of one target. */
function target(address: Arbitrary<string>): Arbitrary<TargetWords> {
  return record({
    target: address,
    targetPort: port,
    targetMac: option(mac, { nil: undefined }),
    device: option(oneof(name, mac), { nil: undefined }),
    sourceIp: option(address, { nil: undefined }),
    sourcePort: port,
  });
}

const targetWords = array(oneof(target(ipV4()), target(ipV6())), {
  minLength: 1,
  maxLength: 4,
});

/** Settings that `setup` accepts, whatever the options are: those that it refuses do not count. */
export const settings: Arbitrary<SenderSettings> = record({
  targets: targetWords,
  extended: boolean(),
  release: boolean(),
  userdata: array(string({ unit: 'grapheme', maxLength: 60 }), { maxLength: 3 }),
  sysdata: subarray([...SYSDATA]),
})
  .map(read)
  .filter((each) => each !== undefined);

interface Options {
  readonly targets: readonly TargetWords[];
  readonly extended: boolean;
  readonly release: boolean;
  readonly userdata: readonly string[];
  readonly sysdata: readonly string[];
}

function read({ targets: words, userdata, ...flags }: Options): SenderSettings | undefined {
  const problems: string[] = [];
  const accepted = words.map((each) => readTarget(each, problems));
  const rest = readSettings({
    ...flags,
    userdata: userdata.map((value, index) => `k${index}=${value}`),
  });
  if (problems.length > 0 || 'problems' in rest) return undefined;
  return { ...rest, targets: accepted };
}

/** Settings of one plain target, for examples. */
export function settingsOf(
  targets: readonly Partial<TargetSettings>[],
  others: Partial<Omit<SenderSettings, 'targets'>> = {},
): SenderSettings {
  return {
    targets: targets.map((each) => ({
      address: '192.0.2.1',
      port: undefined,
      mac: undefined,
      device: undefined,
      sourceAddress: undefined,
      sourcePort: undefined,
      ...each,
    })),
    extended: false,
    release: false,
    userdata: [],
    sysdata: [],
    kernel: undefined,
    ...others,
  };
}
