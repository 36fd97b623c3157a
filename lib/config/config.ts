import type { RouteConfig } from '../route/route-config.ts';
import type { DestinationConfig, SpoolMode } from './destination-config.ts';
import type { SourceConfig } from './source-config.ts';

/** The configuration in force: every default filled in, every unit resolved (bytes, milliseconds). Plain data. */
export interface Config {
  readonly sources: readonly SourceConfig[];
  readonly hosts: HostsConfig;
  readonly destinations: readonly DestinationConfig[];
  readonly routes: readonly RouteConfig[];
  readonly spool: SpoolConfig;
  readonly crashes: CrashesConfig;
  readonly log: LogConfig;
  /** How long a stop may take to deliver what was received. */
  readonly drainTimeoutMs: number;
  /** Receiving threads. */
  readonly shards: number;
  /** The name of this relay towards others; undefined: the host name. */
  readonly relayId: string | undefined;
}

export interface HostsConfig {
  /** Address to name. */
  readonly names: Readonly<Record<string, string>>;
  /** The userdata key that names the sender; undefined: off. */
  readonly userdata: string | undefined;
  /** Whether to ask reverse DNS; `forward-confirmed`: only for names that resolve to the address. */
  readonly dns: boolean | 'forward-confirmed';
}

export interface SpoolConfig {
  readonly directory: string;
  /** Bytes of each destination on disk, at most. */
  readonly maxSizeBytes: number;
  /** For destinations that do not say it themselves. */
  readonly when: SpoolMode;
  /** Whether the configuration names a spool: the relay does not start without it then. */
  readonly isNamed: boolean;
}

export interface CrashesConfig {
  readonly enabled: boolean;
  /** Whether text that proves nothing about who wrote it may be a crash. */
  readonly unproven: 'report' | 'ignore';
}

export interface LogConfig {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  readonly format: 'text' | 'json';
  /** The interval of the accounts in the log; 0: only at the end. */
  readonly accountsMs: number;
}
