import type { SocketAddress } from '../system/socket-address.ts';

/** Where a source listens. */
export type ListenAddress = SocketAddress;

/** A shard keeps which source a datagram came from in 12 bits (receive/udp/backlog). */
export const MAX_SOURCES = 4096;

/** What every source has, whatever it receives by: all that decoding needs. */
export interface BaseSourceConfig {
  readonly name: string;
  readonly format: 'auto' | 'netconsole' | 'syslog';
  /** CIDR blocks that may send; undefined: everybody, also where senders have no address. */
  readonly allow: readonly string[] | undefined;
  /** Datagrams a second of one sender address; further ones are refused. Undefined: no limit. */
  readonly ratePerSource: number | undefined;
  /** Whose claimed HOSTNAME becomes `$HOST`: everybody's, nobody's, or that of these CIDR blocks. */
  readonly keepHostname: boolean | readonly string[];
  /** `local`, an IANA name, or an offset such as `+01:00`, for times without one. */
  readonly zone: string;
  /** 0 to 7. */
  readonly defaultSeverity: number;
  readonly signals: boolean;
  /** Longer datagrams, or messages of a stream, are cut. */
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

/** The own log of the relay. */
export interface InternalSourceConfig extends BaseSourceConfig {
  readonly type: 'internal';
}

/** By `type`. A new kind is one more member here: the registries by kind do not compile until they have an entry for it. */
export interface SourceConfigs {
  readonly udp: UdpSourceConfig;
  readonly internal: InternalSourceConfig;
}

export type SourceKind = keyof SourceConfigs;

/** A source of any kind. */
export type SourceConfig = SourceConfigs[SourceKind];

/** The address and port of a source that has one. */
export function listenOf(source: SourceConfig): ListenAddress | undefined {
  return 'listen' in source ? source.listen : undefined;
}
