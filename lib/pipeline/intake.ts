import type { HostState } from '../event/host-state.ts';
import { classify } from '../classify/classify.ts';
import type { BaseSourceConfig } from '../config/source-config.ts';
import { AddressSet } from '../event/address-set.ts';
import { EventView, NOWHERE } from '../event/event-view.ts';
import { BASIC, EXTENDED, RFC3164, RFC5424, SIGNAL } from '../event/format.ts';
import { problemBit } from '../event/problem.ts';
import type { HostName } from '../event/host-name.ts';
import type { Sender } from '../event/sender.ts';
import { COUNT, FORMAT_COUNT, type SourceCounts } from '../observe/counters.ts';
import type { Datagram } from '../receive/datagram.ts';
import type { ConnectionOutcome, DatagramSink } from '../receive/datagram-sink.ts';
import { RateLimiter } from '../senders/rate-limiter.ts';
import type { SenderKey } from '../senders/sender-key.ts';
import { SenderTable, type SenderDatagrams } from '../senders/sender-table.ts';
import { SyslogDecoder } from '../syslog-parser/syslog-decoder.ts';
import { hostRows, type FileOf, type Moment } from './host-rows.ts';
import type { HostRow } from '../observe/host-columns.ts';
import { ProcessIds } from './process-ids.ts';
import { countConnection, endpointsPerAddress } from './connection-counts.ts';
import { keepWhole } from './keep-whole.ts';
import type { IntakeContext } from './intake-context.ts';
import { SenderReports } from './sender-reports.ts';
import { WatchedDecoder } from './watched-decoder.ts';

const TRUNCATED = problemBit('truncated');
/** Healthy kernels are silent for hours, and what they say next may be that they were started anew. */
const SENDER_IDLE_MS = 24 * 3_600_000;

/** The way of a datagram of one source in one shard: refuse or accept, find the sender, classify, decode. */
export class Intake implements DatagramSink {
  #context: IntakeContext;
  #counts: SourceCounts;
  readonly #allow: AddressSet | undefined;
  readonly #keepHostname: boolean | AddressSet;
  readonly #rateLimiter: RateLimiter | undefined;
  readonly #maxBytes: number;
  readonly #senders: SenderTable;
  readonly #kernel: WatchedDecoder;
  readonly #syslog: SyslogDecoder;
  readonly #view: EventView;
  readonly #reports: SenderReports;
  readonly #processIds = new ProcessIds();
  /** Evictions that are counted: the counters outlive this table of senders. */
  #evictedTold = 0;

  constructor(source: BaseSourceConfig, context: IntakeContext) {
    const { counts, naming, listener } = context;
    this.#context = context;
    this.#counts = counts;
    this.#allow = source.allow === undefined ? undefined : new AddressSet(source.allow);
    this.#rateLimiter =
      source.ratePerSource === undefined ? undefined : new RateLimiter(source.ratePerSource);
    this.#keepHostname =
      typeof source.keepHostname === 'boolean'
        ? source.keepHostname
        : new AddressSet(source.keepHostname);
    this.#maxBytes = source.maxMessageBytes;
    this.#kernel = new WatchedDecoder(source, context, {
      emit: (view) => this.#emit(view),
      rebooted: (sender) => this.#context.naming.forgetOwnName(sender),
    });
    this.#senders = new SenderTable(
      {
        maxSenders: source.maxSenders,
        maxPerAddress: endpointsPerAddress(source),
        idleMs: SENDER_IDLE_MS,
      },
      {
        nameOf: (address) => naming.nameOf(address),
        scopeName: (scope) => naming.scopes.nameOf(scope),
        isBusy: (slot) => this.#kernel.isBusy(slot),
        added: (sender, nowMs) => this.#reports.expect(sender.slot, nowMs),
        forget: (sender, nowMs) => {
          this.#kernel.forget(sender, nowMs);
          this.#reports.forget(sender.slot);
        },
      },
    );
    this.#syslog = new SyslogDecoder({ zone: source.zone });
    this.#view = new EventView(naming.nobody, listener);
    this.#reports = new SenderReports(context.reports, counts, context.outlet);
  }

  /** Replaces the collaborators after a reload; senders and open records are kept. */
  adopt(context: IntakeContext): void {
    this.#context = context;
    this.#counts = context.counts;
    this.#view.listener = context.listener;
    this.#kernel.adopt(context);
    this.#reports.adopt(context.counts, context.outlet);
    for (const sender of this.#senders) context.naming.rename(sender);
  }

  /** Names the senders of an address anew. */
  rename(address: string): void {
    for (const sender of this.#senders.ofAddress(address)) this.#context.naming.rename(sender);
  }

  announce(count: number): void {
    (this.#counts[COUNT.datagrams] as number) += count;
  }

  /** Emits the datagram's events before it returns, unless a record is still open. */
  datagram(datagram: Datagram, key: SenderKey, nowMs: number): void {
    const counts = this.#counts;
    (counts[COUNT.bytes] as number) += datagram.end - datagram.start;
    if (this.#allow !== undefined && !this.#allow.containsKey(key)) {
      (counts[COUNT.refused] as number)++;
      return;
    }
    if (this.#rateLimiter !== undefined && !this.#rateLimiter.admits(key, nowMs)) {
      (counts[COUNT.refused] as number)++;
      (counts[COUNT.rateLimited] as number)++;
      return;
    }
    const { bytes, start } = datagram;
    const isLong = datagram.end - start > this.#maxBytes;
    let end = isLong ? start + this.#maxBytes : datagram.end;
    while (end > start && bytes[end - 1] === 0) end--;
    if (end === start) {
      (counts[COUNT.empty] as number)++;
      return;
    }
    const view = this.#view;
    view.bytes = bytes;
    view.start = start;
    view.end = end;
    const hasPid = key.isLocal && key.c >= 0;
    if (hasPid) this.#processIds.append(view, key.c);
    view.plainIn = datagram.isPlain ? view.bytes : NOWHERE;
    view.receivedUs = datagram.receivedUs;
    view.comeFrom(this.#senders, this.#senders.hear(key, nowMs));
    view.claimedHostStart = -1;
    view.problems = isLong || datagram.isTruncated ? TRUNCATED : 0;
    view.format = classify(view, this.#kernel.decoder, nowMs);
    if (view.format === RFC3164 || view.format === RFC5424) {
      this.#decodeSyslog(view);
      if (hasPid) this.#processIds.complete(view);
      this.#nameSyslog(view, key);
      this.#emit(view);
      return;
    }
    if (view.format === EXTENDED) this.#kernel.extended(view, nowMs);
    else if (view.format === BASIC) this.#kernel.basic(view, nowMs);
    else {
      keepWhole(view);
      this.#emit(view);
    }
  }

  connection(outcome: ConnectionOutcome): void {
    countConnection(this.#counts, outcome);
  }

  closed(key: SenderKey, nowMs: number): void {
    (this.#counts[COUNT.connectionsOpen] as number)--;
    this.#senders.leave(key, nowMs);
    this.#countSenders();
  }

  /** Gives up on what is overdue at `nowMs`. */
  expire(nowMs: number): void {
    this.#kernel.expire(nowMs, this.#senders);
    this.#senders.expire(nowMs);
    this.#countSenders();
  }

  /** When `expire` is next needed; undefined when nothing is open. */
  get nextDeadline(): number | undefined {
    return this.#kernel.nextDeadline;
  }

  /** Emits what is still open; for the end. */
  flush(nowMs: number): void {
    this.#kernel.flush(nowMs);
    this.#countSenders();
  }

  /** The hosts that its senders belong to, see `hostRows`. */
  hosts(moment: Moment, fileOf?: FileOf): HostRow[] {
    const { listener } = this.#context;
    const kernel = this.#kernel;
    const stateOf = (slot: number): HostState => kernel.stateOf(slot);
    const known = { senders: this.#senders, decoder: kernel.decoder, listener, stateOf };
    return hostRows(known, moment, fileOf);
  }

  /** The senders heard most. */
  busiest(count: number): SenderDatagrams[] {
    return this.#senders.busiest(count);
  }

  #countSenders(): void {
    this.#counts[COUNT.sendersKnown] = this.#senders.size;
    (this.#counts[COUNT.evicted] as number) += this.#senders.evicted - this.#evictedTold;
    this.#evictedTold = this.#senders.evicted;
  }

  #decodeSyslog(view: EventView): void {
    const { bytes, syslog } = view;
    if (view.format === RFC5424)
      this.#syslog.decodeRfc5424(bytes, view.start, view.end, syslog, view.receivedUs);
    else this.#syslog.decodeRfc3164(bytes, view.start, view.end, syslog, view.receivedUs);
    view.facility = syslog.facility;
    view.severity = syslog.severity;
    view.problems |= syslog.problems;
    view.text = bytes;
    view.textStart = syslog.messageStart;
    view.textEnd = syslog.messageEnd;
  }

  #nameSyslog(view: EventView, key: SenderKey): void {
    const { bytes } = view;
    const { hostStart, hostEnd } = view.syslog;
    const keep = this.#keepHostname;
    if (hostStart >= 0 && (keep === true || (keep !== false && keep.containsKey(key)))) {
      view.host = this.#claimedHost(view.sender, bytes, hostStart, hostEnd);
      return;
    }
    if (hostStart >= 0 && !view.host.isSame(bytes, hostStart, hostEnd)) {
      view.claimedHostStart = hostStart;
      view.claimedHostEnd = hostEnd;
    }
  }

  #claimedHost(sender: Sender, bytes: Uint8Array, start: number, end: number): HostName {
    const last = sender.claimedHost;
    if (last !== undefined && last.isSame(bytes, start, end)) return last;
    const host = this.#context.naming.ofBytes(bytes, start, end);
    // A name that is not in the table may be long.
    if (host.id >= 0) sender.claimedHost = host;
    return host;
  }

  #emit(view: EventView): void {
    const counts = this.#counts;
    const { naming, listener } = this.#context;
    // A record that was open during a reload has the listener of before.
    view.listener = listener;
    const { format } = view;
    this.#kernel.before(view);
    (counts[FORMAT_COUNT[format] as number] as number)++;
    if (format === SIGNAL) this.#reports.signal(view);
    else (counts[COUNT.events] as number)++;
    if (format === EXTENDED) naming.learn(view);
    this.#reports.sink.take(view);
    this.#kernel.after(view);
  }
}
