import type { ClientTlsConfig } from './client-tls-config.ts';
import type { RedisServerConfig } from './redis-server-config.ts';
import type { TransportConfig } from './transport-config.ts';

/** The configuration of each kind of destination: every default filled in, every unit resolved. Plain data. */
export interface DestinationConfigs {
  readonly file: FileDestinationConfig;
  readonly stdout: StdoutDestinationConfig;
  readonly redis: RedisDestinationConfig;
  readonly syslog: SyslogDestinationConfig;
  readonly winston: WinstonDestinationConfig;
}

export type DestinationKind = keyof DestinationConfigs;
export type DestinationConfig = DestinationConfigs[DestinationKind];

interface CommonDestinationConfig<K extends DestinationKind> {
  readonly type: K;
  readonly name: string;
  /** The bound of the queue. */
  readonly queueBytes: number;
}

/** When batches of a network destination go to the disk: those that do not fit into the queue, all, or none. */
export const SPOOL_MODES = ['overflow', 'always', 'never'] as const;
export type SpoolMode = (typeof SPOOL_MODES)[number];

interface NetworkDestinationConfig<K extends DestinationKind> extends CommonDestinationConfig<K> {
  /** Undefined: as the spool's `when`. */
  readonly spool: SpoolMode | undefined;
}

/** Files that a destination keeps open. */
export const DEFAULT_MAX_OPEN = 16_384;

export interface FileDestinationConfig extends CommonDestinationConfig<'file'> {
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
  /** Paths written to within 24 hours. */
  readonly maxHosts: number;
  readonly idleCloseMs: number;
  readonly fsync: boolean;
}

export interface StdoutDestinationConfig extends CommonDestinationConfig<'stdout'> {
  readonly format: 'json' | 'text';
  /** `format: text` only; undefined: the default of each event's format. */
  readonly template: string | undefined;
}

/** Fields of a Redis entry that need no template. */
export const REDIS_FIELDS = ['event', 'host', 'format', 'severity', 'facility', 'message'] as const;
export type RedisField = (typeof REDIS_FIELDS)[number];

export interface RedisDestinationConfig extends NetworkDestinationConfig<'redis'> {
  readonly server: RedisServerConfig;
  /** A template. */
  readonly stream: string;
  /** Words, or names with the template of each. */
  readonly fields: readonly RedisField[] | Readonly<Record<string, string>>;
  /** Entries of a stream, approximately; undefined: no limit. */
  readonly maxLength: number | undefined;
  /** Age of entries by the server's clock; undefined: no limit. */
  readonly maxAgeMs: number | undefined;
  readonly maxStreams: number;
  /** Replicas that must have the events; undefined: none. */
  readonly waitReplicas: { readonly count: number; readonly timeoutMs: number } | undefined;
}

export interface SyslogDestinationConfig extends NetworkDestinationConfig<'syslog'> {
  /** At least one; the first that can be reached is used. Either all are datagram transports or none is. */
  readonly to: readonly SyslogTarget[];
  readonly format: 'rfc5424' | 'rfc3164';
  /** Of streams; a datagram is one message. */
  readonly framing: 'octet-counting' | 'newline';
  /** Of `tls://` targets. Files are read for each connection, so that renewed ones are used. */
  readonly tls: ClientTlsConfig;
  /** Bytes of a message without framing, at most. */
  readonly maxMessageBytes: number;
  readonly resendWindowBytes: number;
  readonly connectTimeoutMs: number;
  readonly timeoutMs: number;
  /** Idle time before the first keep-alive probe; 0: off. */
  readonly keepAliveMs: number;
  readonly enterpriseId: number;
}

export interface WinstonDestinationConfig extends CommonDestinationConfig<'winston'> {
  readonly transport: TransportConfig;
  /** Events handed over per second, at most. */
  readonly perSecond: number;
}

/** A place to send syslog messages to. */
export type SyslogTarget =
  | {
      readonly transport: 'udp' | 'tcp' | 'tls';
      /** A name, or an address without brackets. */
      readonly host: string;
      readonly port: number;
    }
  | { readonly transport: 'unix-dgram' | 'unix-stream'; readonly path: string };
