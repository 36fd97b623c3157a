import type { RedisServerConfig } from './redis-server-config.ts';
import type { SocketAddress } from '../system/socket-address.ts';

/** The address on which a source listens. */
export type ListenAddress = SocketAddress;

/** A shard keeps which source a datagram came from in 12 bits (receive/udp/backlog). */
export const MAX_SOURCES = 4096;

/** Settings of every source, independent of its transport: all that decoding needs. */
export interface BaseSourceConfig {
  readonly name: string;
  readonly format: 'auto' | 'netconsole' | 'syslog';
  /** CIDR blocks that may send; undefined: everybody, also where senders have no address. */
  readonly allow: readonly string[] | undefined;
  /** Datagrams per second from one sender address; further ones are refused. Undefined: no limit. */
  readonly ratePerSource: number | undefined;
  /** Senders whose claimed HOSTNAME becomes `$HOST`: all, none, or those in these CIDR blocks. */
  readonly keepHostname: boolean | readonly string[];
  /** `local`, an IANA name, or an offset such as `+01:00`, for times without one. */
  readonly zone: string;
  /** 0 to 7. */
  readonly defaultSeverity: number;
  readonly signals: boolean;
  /** Longer datagrams are cut; of a stream, a message with the newline after it, see `FramingConfig`. */
  readonly maxMessageBytes: number;
  /** 0: no record waits for others. */
  readonly reorderWaitMs: number;
  readonly fragmentTimeoutMs: number;
  readonly maxFragmentedBytes: number;
  readonly maxSenders: number;
}

export interface UdpSourceConfig extends BaseSourceConfig {
  readonly type: 'udp';
  readonly listen: ListenAddress;
  readonly receiveBufferBytes: number;
}

/** The relay's own log. */
export interface InternalSourceConfig extends BaseSourceConfig {
  readonly type: 'internal';
}

/** Entries of Redis streams that other relays wrote, read as a member of a consumer group. */
export interface RedisSourceConfig extends BaseSourceConfig {
  readonly type: 'redis';
  readonly server: RedisServerConfig;
  /** Without the key prefix. */
  readonly streams: readonly string[];
  /** The template that names the streams; undefined: they are listed. */
  readonly streamTemplate: string | undefined;
  readonly group: string;
  readonly consumer: string;
  /** Entries that another consumer has had for this long, and has not renewed, are taken from it. */
  readonly claimAfterMs: number;
}

/** How messages are separated on a stream. */
export interface FramingConfig {
  readonly framing: 'auto' | 'octet-counting' | 'newline';
  /** Longer messages are cut. `maxMessageBytes` is one more, for the newline after each. */
  readonly maxFrameBytes: number;
}

/** Sources with connections. */
export interface ConnectionsConfig extends FramingConfig {
  /** Further connections are closed. */
  readonly maxConnections: number;
  /** A connection that sends nothing for this long is closed; 0: never. */
  readonly idleTimeoutMs: number;
}

/** How a server uses TLS. Plain data; the files are read when the source is opened and at each reload. */
export interface ServerTlsConfig {
  /** Paths of PEM files: our certificate, its key, and the authorities of clients (undefined: those of Node). */
  readonly cert: string;
  readonly key: string;
  readonly ca: string | undefined;
  /** `optional`: a client may present none, but not an invalid one. */
  readonly clientCertificates: 'none' | 'optional' | 'required';
  readonly minVersion: 'TLSv1.2' | 'TLSv1.3';
}

/** The file of a Unix socket. */
export interface SocketFileConfig {
  /** Absolute, at most 107 bytes. */
  readonly path: string;
  readonly mode: number;
  /** Name or number; undefined: left alone. */
  readonly owner: string | undefined;
  readonly group: string | undefined;
}

export interface TcpSourceConfig extends BaseSourceConfig, ConnectionsConfig {
  readonly type: 'tcp';
  readonly listen: ListenAddress;
}

export interface TlsSourceConfig extends BaseSourceConfig, ConnectionsConfig {
  readonly type: 'tls';
  readonly listen: ListenAddress;
  readonly tls: ServerTlsConfig;
}

export interface UnixStreamSourceConfig
  extends BaseSourceConfig, ConnectionsConfig, SocketFileConfig {
  readonly type: 'unix-stream';
}

export interface UnixDgramSourceConfig extends BaseSourceConfig, SocketFileConfig {
  readonly type: 'unix-dgram';
}

export interface StdinSourceConfig extends BaseSourceConfig, FramingConfig {
  readonly type: 'stdin';
}

/** By `type`. A new kind is one more member here: the registries by kind do not compile until they have an entry for it. */
export interface SourceConfigs {
  readonly udp: UdpSourceConfig;
  readonly tcp: TcpSourceConfig;
  readonly tls: TlsSourceConfig;
  readonly 'unix-stream': UnixStreamSourceConfig;
  readonly 'unix-dgram': UnixDgramSourceConfig;
  readonly stdin: StdinSourceConfig;
  readonly redis: RedisSourceConfig;
  readonly internal: InternalSourceConfig;
}

export type SourceKind = keyof SourceConfigs;

/** A source of any kind. */
export type SourceConfig = SourceConfigs[SourceKind];

/** The address and port of a source that has one. */
export function listenOf(source: SourceConfig): ListenAddress | undefined {
  return 'listen' in source ? source.listen : undefined;
}

/** The kinds of sources that can stop reading without losing anything. */
const WAITING_KINDS: ReadonlySet<string> = new Set(['tcp', 'tls', 'unix-stream', 'stdin', 'redis']);

/** Whether the senders of a source wait while it is not read. */
export function canWait({ type }: Pick<SourceConfig, 'type'>): boolean {
  return WAITING_KINDS.has(type);
}
