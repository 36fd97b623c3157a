import type { HostName } from './host-name.ts';

/** How events come in, as the event's `source.transport` says. */
export const TRANSPORTS = [
  'udp',
  'tcp',
  'tls',
  'unix-dgram',
  'unix-stream',
  'stdin',
  'redis',
  'internal',
] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** One remote endpoint as one listener sees it. */
export interface Sender {
  /** Index for tables that keep something per sender; used again after the sender was forgotten. */
  readonly slot: number;
  /** IPv4 dotted, or IPv6 in canonical text with `%scope` for link-local; IPv4-mapped addresses appear as IPv4. Empty: a program of this machine. */
  readonly address: string;
  /** The same as ASCII bytes. */
  readonly addressBytes: Uint8Array;
  /** The same as 4 or 16 bytes in network order, without the scope. */
  readonly ip: Uint8Array;
  readonly port: number;
  /** The process and user, of a program of this machine; absent if unknown. */
  readonly pid?: number | undefined;
  readonly uid?: number | undefined;
  /** The name of this sender when a message claims none, or is not trusted to. */
  host: HostName;
  /** The trusted name in the last syslog message, so that the next one costs one comparison; most senders claim one only. */
  claimedHost?: HostName | undefined;
}

/** Senders by slot. */
export interface SenderSlots {
  at(slot: number): Sender;
}

/** Properties of the receiving socket that decoding needs. */
export interface Listener {
  /** The source's name in the configuration. */
  readonly name: string;
  readonly nameBytes: Uint8Array;
  /** The index of the source in the configuration. */
  readonly index: number;
  readonly transport: Transport;
  /** The local port, 0 for none; 6666 is netconsole's own. */
  readonly port: number;
  readonly format: 'auto' | 'netconsole' | 'syslog';
  /** Severity for filters and macros when an event says none. */
  readonly defaultSeverity: number;
  /** Whether signal events are made. */
  readonly signals: boolean;
}
