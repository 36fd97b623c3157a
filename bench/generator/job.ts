export const BENCH_FORMATS = ['rfc3164', 'basic', 'extended', 'rfc5424', 'fragmented'] as const;
export type BenchFormat = (typeof BENCH_FORMATS)[number];
/** Formats of which a message is one datagram. */
export type WholeFormat = Exclude<BenchFormat, 'fragmented'>;

/** What one generator process sends, and how. */
export interface Job {
  /** On 127.0.0.1. */
  readonly port: number;
  /** `fragmented`: extended records, each in pieces, of a message several datagrams. */
  readonly format: BenchFormat;
  readonly messages: number;
  /** Messages sent before those: files get opened, code gets compiled. Their numbers come first. */
  readonly warmUp: number;
  /** How many of these, the last ones, are sent at the rate; the others without pauses. */
  readonly pacedWarmUp: number;
  /** Distinct host names: in the packet for syslog, the sender's address for netconsole. 1 to 10,000. */
  readonly hosts: number;
  /** Distinct sender endpoints (address and port), at least `hosts` for netconsole. 1 to 50,000. */
  readonly senders: number;
  /** Messages a second; undefined: as fast as one core can. */
  readonly rate: number | undefined;
  /** With a rate: how many messages leave at once. */
  readonly burst: number;
  /**
   * Messages that one sender hands to the kernel as one piece (UDP_SEGMENT), which costs it a fifth; the receiver gets
   * single datagrams all the same. 1, or a power of two up to 64 that divides `messages`, `warmUp` and `pacedWarmUp`; 1 for `fragmented`.
   */
  readonly run: number;
  /** Whether each message holds the microsecond it was sent (CLOCK_MONOTONIC). */
  readonly timed: boolean;
}

export interface GeneratorResult {
  readonly sent: number;
  readonly seconds: number;
}

/** How a job's endpoints are made: `addresses` by `sockets`. */
export interface Endpoints {
  readonly addresses: number;
  readonly sockets: number;
}

const MOST_ADDRESSES = 10_000;

export function isWhole(format: BenchFormat): format is WholeFormat {
  return format !== 'fragmented';
}

export function isNetconsole(format: BenchFormat): boolean {
  return format === 'basic' || format === 'extended' || format === 'fragmented';
}

export function endpointsOf(job: Job): Endpoints {
  const addresses = isNetconsole(job.format) ? job.hosts : Math.min(job.senders, MOST_ADDRESSES);
  return { addresses, sockets: Math.ceil(job.senders / addresses) };
}

/** Sender addresses: 127.1.0.1 and up, which no /etc/hosts names. */
export function senderAddress(index: number): readonly [number, number, number, number] {
  const number = index + 1;
  return [127, 1 + (number >> 16), (number >> 8) & 255, number & 255];
}

/** The name message `number` must be filed under. */
export function hostOfMessage(
  { format, hosts, run }: Pick<Job, 'format' | 'hosts' | 'run'>,
  number: number,
): string {
  return isNetconsole(format)
    ? senderAddress(Math.floor(number / run) % hosts).join('.')
    : hostName(number % hosts);
}

export function hostName(index: number): string {
  return `host-${String(index).padStart(5, '0')}`;
}
