import type { SourceConfig } from '../config/source-config.ts';
import { printSize } from '../config/size.ts';
import { plural } from '../config/plural.ts';
import type { Log } from '../log/log.ts';
import { COUNT, type SourceCounter, type SourceCounts } from './counters.ts';
import { Episode, type EpisodeChange } from './episode.ts';

/** A source at one moment. */
export interface WatchedSource {
  readonly config: SourceConfig;
  /** Over all shards. */
  readonly counts: SourceCounts;
  readonly kernelDrops: number;
  /** Granted by the kernel; undefined where that is unknown. */
  readonly receiveBufferBytes: number | undefined;
}

/** Interval of the summary of `UNREPORTED` counters. */
const SUMMARY_EVERY_MS = 10_000;
const UNREPORTED = [
  ['sendersUnreported', 'more new sender', 'more new senders'],
  ['signalsUnreported', 'more reboot, loss or crash', 'more reboots, losses and crashes'],
] as const;
/** Of sources without signals, which nothing else reports. */
const SILENT_LOSSES = [
  ['reboots', 'reboot of a sender', 'reboots of senders'],
  ['lost', 'kernel message lost on the way', 'kernel messages lost on the way'],
  [
    'droppedByKernel',
    'message dropped by the kernel of a sender',
    'messages dropped by the kernels of senders',
  ],
] as const;

/**
 * Logs what happens to whole sources: the kernel drops datagrams, `allow` refuses them, senders are evicted. One line when it begins and one when it
 * is over. Reads counters that exist anyway; to be called at intervals.
 */
export class SourceWatch {
  readonly #log: Log;
  readonly #episodes = new Map<string, Episode>();
  readonly #summed = new Map<string, number>();
  #summaryMs = Number.NEGATIVE_INFINITY;

  constructor(log: Log) {
    this.#log = log;
  }

  /** `nowMs`: monotonic. */
  update(sources: readonly WatchedSource[], nowMs: number): void {
    for (const source of sources) {
      this.#watchDrops(source, nowMs);
      this.#watchRefusals(source, nowMs);
      this.#watchConnections(source, nowMs);
      this.#watchEvictions(source, nowMs);
    }
    if (nowMs < this.#summaryMs) return;
    this.#summaryMs = nowMs + SUMMARY_EVERY_MS;
    for (const source of sources) this.#summarise(source);
  }

  #watchDrops(source: WatchedSource, nowMs: number): void {
    const { config, kernelDrops } = source;
    const change = this.#episode(config.name, 'drops').update(kernelDrops, nowMs);
    if (change === undefined) return;
    const of = plural(change.count, 'datagram');
    if (change.kind === 'begun') {
      this.#log.warn(`source ${config.name}: the kernel dropped ${of}: ${bufferFault(source)}`);
    } else {
      this.#log.info(`source ${config.name}: the kernel drops no more; ${of} dropped`);
    }
  }

  #watchRefusals({ config, counts }: WatchedSource, nowMs: number): void {
    const limited = counts[COUNT.rateLimited] as number;
    const refused = (counts[COUNT.refused] as number) - limited;
    const outside = this.#episode(config.name, 'refusals').update(refused, nowMs);
    this.#logRefusals(config.name, outside, {
      why: 'from addresses not in allow',
      fix: 'add their senders to allow, or block them in the firewall',
    });
    const above = this.#episode(config.name, 'rate').update(limited, nowMs);
    this.#logRefusals(config.name, above, {
      why: 'above rateLimit',
      fix: 'raise rateLimit, or find out why their senders send so much',
    });
  }

  #logRefusals(
    source: string,
    change: EpisodeChange | undefined,
    {
      what = 'datagram',
      why,
      fix,
    }: { readonly what?: string; readonly why: string; readonly fix: string },
  ): void {
    if (change === undefined) return;
    const of = plural(change.count, what);
    if (change.kind === 'begun') {
      this.#log.warn(`source ${source}: refused ${of} ${why}; ${fix}`);
    } else this.#log.info(`source ${source}: no more ${what}s ${why}; ${of} refused`);
  }

  #watchConnections({ config, counts }: WatchedSource, nowMs: number): void {
    const { name } = config;
    const limit = 'maxConnections' in config ? config.maxConnections : 0;
    const outside = counts[COUNT.connectionsRefused] as number;
    this.#logRefusals(name, this.#episode(name, 'addresses').update(outside, nowMs), {
      what: 'connection',
      why: 'from addresses not in allow',
      fix: 'add their senders to allow, or block them in the firewall',
    });
    const above = counts[COUNT.connectionsLimited] as number;
    this.#logRefusals(name, this.#episode(name, 'connections').update(above, nowMs), {
      what: 'connection',
      why: `above maxConnections, ${limit}`,
      fix: 'raise maxConnections, or set idleTimeout',
    });
  }

  #watchEvictions({ config, counts }: WatchedSource, nowMs: number): void {
    const evicted = counts[COUNT.evicted] as number;
    const change = this.#episode(config.name, 'evictions').update(evicted, nowMs);
    if (change === undefined) return;
    const of = plural(change.count, 'sender');
    if (change.kind === 'begun') {
      const known = counts[COUNT.sendersKnown] as number;
      const why = `${plural(known, 'sender')} known, maxSenders is ${config.maxSenders}, and one address has 64 at most`;
      const fix = 'raise maxSenders, or restrict senders with allow';
      this.#log.warn(`source ${config.name}: evicted ${of}: ${why}; ${fix}`);
    } else this.#log.info(`source ${config.name}: evicts no more; ${of} evicted`);
  }

  #summarise({ config, counts }: WatchedSource): void {
    const silent = config.signals ? [] : SILENT_LOSSES;
    for (const [counter, one, many] of [...UNREPORTED, ...silent]) {
      const more = this.#sinceLast(config.name, counter, counts);
      if (more > 0) this.#log.info(`source ${config.name}: ${plural(more, one, many)}`);
    }
    const datagrams = this.#sinceLast(config.name, 'datagrams', counts);
    const events = this.#sinceLast(config.name, 'events', counts);
    if (datagrams > 0) {
      const senders = `${plural(counts[COUNT.sendersKnown] as number, 'sender')} known`;
      this.#log.debug(
        `source ${config.name}: ${plural(datagrams, 'datagram')}, ${plural(events, 'event')} in 10 s; ${senders}`,
      );
    }
  }

  #sinceLast(source: string, counter: SourceCounter, counts: SourceCounts): number {
    const key = `${source} ${counter}`;
    const value = counts[COUNT[counter]] as number;
    const more = value - (this.#summed.get(key) ?? 0);
    this.#summed.set(key, value);
    return more;
  }

  #episode(source: string, what: string): Episode {
    const key = `${source} ${what}`;
    const known = this.#episodes.get(key) ?? new Episode();
    this.#episodes.set(key, known);
    return known;
  }
}

/** Names the buffer that was full, and the setting that enlarges it. */
function bufferFault({ config, receiveBufferBytes }: WatchedSource): string {
  const asked = 'receiveBufferBytes' in config ? config.receiveBufferBytes : undefined;
  if (receiveBufferBytes === undefined || asked === undefined) {
    return 'its receive buffer was full; raise receiveBuffer, or run more shards';
  }
  const granted = printSize(receiveBufferBytes);
  if (receiveBufferBytes < asked) {
    return `the receive buffer of ${granted} was full; raise net.core.rmem_max, or grant CAP_NET_ADMIN, to get the ${printSize(asked)} of receiveBuffer`;
  }
  return `the receive buffer of ${granted} was full; raise receiveBuffer, or run more shards`;
}
