/** Major and minor number of a kernel release. */
export interface KernelVersion {
  readonly major: number;
  readonly minor: number;
}

/**
 * The first mainline kernel with each feature of netconsole. Sources: drivers/net/netconsole.c and net/core/netpoll.c of
 * these versions.
 */
export const KERNEL_FEATURES = {
  ipv6: { since: '3.9', what: 'an IPv6 target' },
  extended: { since: '4.2', what: 'the extended format (+)' },
  release: { since: '6.6', what: 'the kernel release (r)' },
  userdata: { since: '6.9', what: 'userdata' },
  sysdata: { since: '6.15', what: 'cpu and taskname' },
  deviceMac: { since: '6.15', what: 'an interface given by its MAC address' },
  msgid: { since: '6.17', what: 'msgid' },
  manyUserdata: { since: '6.19', what: 'more than 16 userdata keys' },
} as const;

export type KernelFeature = keyof typeof KERNEL_FEATURES;

/** Reads the start of `6.12`, `v6.12-rc3` or `6.12.95+deb12-amd64`; undefined when there are no two numbers. */
export function parseKernelVersion(text: string): KernelVersion | undefined {
  const match = /^v?(\d{1,3})\.(\d{1,4})(?![\d])/.exec(text);
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]) };
}

/** Whether `version` is older than `since`, such as `6.6`. */
export function isOlder(version: KernelVersion, since: string): boolean {
  const [major = 0, minor = 0] = since.split('.').map(Number);
  return version.major === major ? version.minor < minor : version.major < major;
}

/** Whether a kernel has a feature; a kernel that is not known is taken to have it. */
export function hasFeature(version: KernelVersion | undefined, feature: KernelFeature): boolean {
  return version === undefined || !isOlder(version, KERNEL_FEATURES[feature].since);
}

/** `6.12`. */
export function formatKernelVersion({ major, minor }: KernelVersion): string {
  return `${major}.${minor}`;
}
