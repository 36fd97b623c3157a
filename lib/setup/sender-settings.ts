import type { KernelVersion } from './kernel-version.ts';

/** Fields that the kernel itself adds to each extended record, in the order it sends them. */
export const SYSDATA = ['cpu', 'taskname', 'msgid'] as const;
export type Sysdata = (typeof SYSDATA)[number];

/** Ports and interface the kernel takes when a parameter does not name them (drivers/net/netconsole.c). */
export const DEFAULT_SOURCE_PORT = 6665;
export const DEFAULT_TARGET_PORT = 6666;
export const DEFAULT_DEVICE = 'eth0';
export const BROADCAST_MAC = 'ff:ff:ff:ff:ff:ff';

/** One destination of kernel messages and the way to it. An absent member is left to the kernel's default. */
export interface TargetSettings {
  /** IPv4 or IPv6 in canonical text, without scope. */
  readonly address: string;
  readonly port: number | undefined;
  /** Of the relay on the same segment, otherwise of the next-hop router; lower case. The kernel's default is broadcast. */
  readonly mac: string | undefined;
  /** Interface name, or its MAC address (Linux 6.15). */
  readonly device: string | undefined;
  readonly sourceAddress: string | undefined;
  readonly sourcePort: number | undefined;
}

export interface Userdatum {
  /** 1 to 53 bytes. */
  readonly key: string;
  /** 1 to 200 bytes, without newline. */
  readonly value: string;
}

/** How a machine sends its kernel messages. */
export interface SenderSettings {
  readonly targets: readonly TargetSettings[];
  readonly extended: boolean;
  /** The kernel release before each record; extended only. */
  readonly release: boolean;
  readonly userdata: readonly Userdatum[];
  readonly sysdata: readonly Sysdata[];
  /** Of the sending machine; undefined: not known. */
  readonly kernel: KernelVersion | undefined;
}

/** Whether an address, or a field where a MAC address may be, holds a colon. */
export function hasColon(text: string): boolean {
  return text.includes(':');
}
