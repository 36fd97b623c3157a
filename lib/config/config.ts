import type { RouteConfig } from '../route/route-config.ts';
import type { SourceConfig } from './source-config.ts';

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
}

export interface HostsConfig {
  /** Address to name. */
  readonly names: Readonly<Record<string, string>>;
  /** The userdata key that names the sender; undefined: off. */
  readonly userdata: string | undefined;
  /** Whether to ask reverse DNS. */
  readonly dns: boolean;
}

export type DestinationConfig = FileDestinationConfig | StdoutDestinationConfig;

export interface FileDestinationConfig {
  readonly type: 'file';
  readonly name: string;
  /** A template; each macro in it yields one safe segment. */
  readonly path: string;
  /** A template; undefined: the default of each event's format. */
  readonly template: string | undefined;
  /** Permission bits, such as 0o640. */
  readonly mode: number;
  readonly dirMode: number;
  /** Name or number; undefined: leave alone. */
  readonly owner: string | undefined;
  readonly group: string | undefined;
  readonly flushIntervalMs: number;
  readonly maxOpen: number;
  readonly idleCloseMs: number;
  readonly fsync: boolean;
  /** The bound of the queue. */
  readonly queueBytes: number;
}

export interface StdoutDestinationConfig {
  readonly type: 'stdout';
  readonly name: string;
  readonly format: 'json' | 'text';
  /** `format: text` only; undefined: the default of each event's format. */
  readonly template: string | undefined;
  readonly queueBytes: number;
}

export interface LogConfig {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  readonly format: 'text' | 'json';
}
