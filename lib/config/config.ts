import type { DestinationConfig } from './destination-config.ts';
import type { Format } from '../event/format.ts';
import type { Facility, Severity } from '../event/facility-severity.ts';

/** The configuration in force: every default filled in, every unit resolved (bytes, milliseconds). Plain data. */
export interface Config {
  readonly sources: readonly SourceConfig[];
  readonly hosts: HostsConfig;
  readonly destinations: readonly DestinationConfig[];
  readonly routes: readonly RouteConfig[];
  readonly log: LogConfig;
  /** How long a stop may take to deliver what was received. */
  readonly drainTimeoutMs: number;
  /** Receiving threads. */
  readonly shards: number;
  /** The name of this relay towards others; undefined: the host name. */
  readonly relayId: string | undefined;
}

export interface SourceConfig {
  readonly name: string;
  readonly type: 'udp';
  readonly listen: ListenAddress;
  readonly format: 'auto' | 'netconsole' | 'syslog';
  readonly receiveBufferBytes: number;
  /** CIDR blocks that may send; undefined: everybody. */
  readonly allow: readonly string[] | undefined;
  /** Whose claimed HOSTNAME becomes `$HOST`: everybody's, nobody's, or that of these CIDR blocks. */
  readonly keepHostname: boolean | readonly string[];
  /** `local`, an IANA name, or an offset such as `+01:00`, for times without one. */
  readonly zone: string;
  /** 0 to 7. */
  readonly defaultSeverity: number;
  readonly signals: boolean;
  readonly maxDatagramBytes: number;
  /** 0: no record waits for others. */
  readonly reorderWaitMs: number;
  readonly fragmentTimeoutMs: number;
  readonly maxFragmentedBytes: number;
  readonly maxSenders: number;
}

export interface ListenAddress {
  /** IPv4 or IPv6 in text, without brackets. */
  readonly address: string;
  readonly port: number;
}

export interface HostsConfig {
  /** Address to name. */
  readonly names: Readonly<Record<string, string>>;
  /** The userdata key that names the sender; undefined: off. */
  readonly userdata: string | undefined;
  /** Whether to ask reverse DNS. */
  readonly dns: boolean;
}

export interface RouteConfig {
  readonly when: Condition | undefined;
  /** Names of sources; undefined: all. */
  readonly from: readonly string[] | undefined;
  /** Names of destinations. */
  readonly to: readonly string[];
  readonly final: boolean;
  readonly fallback: boolean;
  readonly routes: readonly RouteConfig[];
}

/** All given members must hold; in a list, one of them. */
export interface Condition {
  /** Resolved: `netconsole` stands for both formats and `signal` of netconsole senders, `syslog` for both RFCs. */
  readonly format?: readonly Format[];
  /** Globs on `$HOST`. */
  readonly host?: readonly string[];
  /** CIDR blocks of the sender's address. */
  readonly source?: readonly string[];
  /** Names of sources. */
  readonly listener?: readonly string[];
  readonly facility?: readonly Facility[];
  /** Resolved from `"warning or worse"` and its like. */
  readonly severity?: readonly Severity[];
  /** Globs. */
  readonly appName?: readonly string[];
  readonly message?: { readonly contains: string } | { readonly matches: string };
  readonly all?: readonly Condition[];
  readonly any?: readonly Condition[];
  readonly not?: Condition;
}

export interface LogConfig {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  readonly format: 'text' | 'json';
}
