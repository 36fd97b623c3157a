import type { RouteConfig } from '../route/route-config.ts';
import type { DestinationConfig, SpoolMode } from './destination-config.ts';
import type { ListenAddress, SourceConfig } from './source-config.ts';
import type { TransportConfig } from './transport-config.ts';

/** The configuration in force: every default filled in, every unit resolved (bytes, milliseconds). Plain data. */
export interface Config {
  readonly sources: readonly SourceConfig[];
  readonly hosts: HostsConfig;
  readonly destinations: readonly DestinationConfig[];
  readonly routes: readonly RouteConfig[];
  readonly spool: SpoolConfig;
  readonly crashes: CrashesConfig;
  readonly control: ControlConfig;
  /** Undefined: off. */
  readonly http: HttpConfig | undefined;
  readonly log: LogConfig;
  /** Maximum time to deliver received events at shutdown. */
  readonly drainTimeoutMs: number;
  /** Receiving threads. */
  readonly shards: number;
  /** The limit for all that waits, bytes; undefined: `auto`, by the container. */
  readonly memoryBytes: number | undefined;
  /** The name of this relay towards others; undefined: the host name. */
  readonly relayId: string | undefined;
  /** Names or numbers that the relay changes to once everything is bound and open; undefined: it stays. */
  readonly user: string | undefined;
  readonly group: string | undefined;
}

export interface HostsConfig {
  /** Address to name. */
  readonly names: Readonly<Record<string, string>>;
  /** The userdata key that names the sender; undefined: off. */
  readonly userdata: string | undefined;
  /** Whether to ask reverse DNS; `forward-confirmed`: only for names that resolve to the address. */
  readonly dns: boolean | 'forward-confirmed';
  /** A host that has sent heartbeats is silent after this long without a message; undefined: off. */
  readonly silentAfterMs: number | undefined;
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

/** The socket for the commands `status`, `top`, `tail` and `spool`. */
export interface ControlConfig {
  /** The path of a Unix socket. */
  readonly socket: string;
}

/** The HTTP server for Prometheus and for probes. */
export interface HttpConfig {
  readonly listen: ListenAddress;
  /** Names that requests may ask for besides IP addresses and `localhost`; in lower case. */
  readonly hosts: readonly string[];
}

export interface LogConfig {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  readonly format: 'text' | 'json';
  /** The interval of the accounts in the log; 0: only at the end. */
  readonly accountsMs: number;
  /** Where the log goes besides standard error. */
  readonly transports: readonly TransportConfig[];
}
