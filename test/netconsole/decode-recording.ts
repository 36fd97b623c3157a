import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { classify } from '../../lib/classify/classify.ts';
import { EventView, SIGNALS } from '../../lib/event/event-view.ts';
import { BASIC, EXTENDED, FORMATS, SIGNAL } from '../../lib/event/format.ts';
import { HostName } from '../../lib/event/host-name.ts';
import { KernelFieldCursor, isSysdataKey } from '../../lib/event/kernel-field-cursor.ts';
import { PROBLEMS } from '../../lib/event/problem.ts';
import type { Listener, Sender } from '../../lib/event/sender.ts';
import { NetconsoleDecoder } from '../../lib/netconsole/netconsole-decoder.ts';
import type { NetconsoleLimits } from '../../lib/netconsole/netconsole-limits.ts';
import { parseAddress } from '../../lib/event/cidr.ts';
import { COUNT, createSourceCounts } from '../../lib/observe/counters.ts';
import { sampleListener } from '../event/sample-view.ts';

/** One line of a recording. */
export interface Packet {
  readonly t?: number;
  readonly src?: string;
  readonly dst_port?: number;
  readonly payload?: string;
  readonly b64?: string;
}

/** An event as the JSON form has it, as far as netconsole goes; numbers of 64 bits as digits. */
export interface PlainEvent {
  readonly format: string;
  readonly signal?: string;
  readonly source: string;
  readonly receivedUs: number;
  readonly hostname: string;
  readonly facility: number;
  readonly severity?: number;
  readonly message: string;
  readonly kernel: Readonly<Record<string, unknown>>;
  readonly problems: readonly string[];
}

export const LIMITS: NetconsoleLimits = { fragmentTimeoutMs: 2000, maxFragmentedBytes: 131_072 };

export const LISTENER: Listener = sampleListener();

/** Plays packets through classification and decoding, as the pipeline of a source does. */
export class Player {
  readonly events: PlainEvent[] = [];
  readonly counts = createSourceCounts();
  readonly decoder: NetconsoleDecoder;
  readonly #listener: Listener;
  readonly #senders = new Map<string, Sender>();
  readonly #view: EventView;

  constructor(listener: Partial<Listener> = {}, limits: Partial<NetconsoleLimits> = {}) {
    this.#listener = { ...LISTENER, ...listener };
    this.decoder = new NetconsoleDecoder({ ...LIMITS, ...limits }, this.counts, {
      emit: (view) => this.#emit(view),
      rebooted: () => undefined,
    });
    this.#view = new EventView(this.sender('192.0.2.1:6665'), this.#listener);
  }

  sender(source: string): Sender {
    const known = this.#senders.get(source);
    if (known !== undefined) return known;
    const [address, port] = splitSource(source);
    const bytes = Buffer.from(address);
    const host = HostName.of(address, this.#senders.size);
    const ip = parseAddress(address) ?? new Uint8Array(0);
    const sender = { slot: this.#senders.size, address, addressBytes: bytes, ip, port, host };
    this.#senders.set(source, sender);
    return sender;
  }

  /** Takes one datagram at `t` seconds. */
  take(bytes: Uint8Array, t = 0, source = '192.0.2.10:6665'): void {
    const { decoder, counts } = this;
    const nowMs = t * 1000;
    if ((decoder.nextDeadline ?? Number.POSITIVE_INFINITY) <= nowMs) decoder.expire(nowMs);
    (counts[COUNT.datagrams] as number)++;
    let end = bytes.length;
    while (end > 0 && bytes[end - 1] === 0) end--;
    if (end === 0) {
      (counts[COUNT.empty] as number)++;
      return;
    }
    const view = this.#view;
    view.bytes = bytes;
    view.start = 0;
    view.end = end;
    view.receivedUs = Math.round(t * 1e6);
    view.sender = this.sender(source);
    view.host = view.sender.host;
    view.problems = 0;
    view.format = classify(view, decoder, nowMs);
    if (view.format === EXTENDED) decoder.extended(view, nowMs);
    else if (view.format === BASIC) decoder.basic(view, nowMs);
    else this.#foreign(view);
  }

  /** Takes text as a datagram at `t` seconds. */
  say(text: string, t = 0, source?: string): void {
    this.take(Buffer.from(text), t, source);
  }

  play(packets: Iterable<Packet>): void {
    for (const packet of packets) {
      const bytes = Buffer.from(packet.b64 ?? packet.payload ?? '', packet.b64 ? 'base64' : 'utf8');
      this.take(bytes, packet.t, normalised(packet.src ?? '192.0.2.1:6665'));
    }
  }

  /** datagrams + split - events - joined - duplicates - refused - empty - keptOpen: 0 when all are accounted for. */
  get unaccounted(): number {
    const at = (name: number) => this.counts[name] as number;
    const fates = [COUNT.events, COUNT.joined, COUNT.duplicates, COUNT.empty, COUNT.keptOpen];
    return fates.reduce((rest, name) => rest - at(name), at(COUNT.datagrams) + at(COUNT.split));
  }

  count(name: keyof typeof COUNT): number {
    return this.counts[COUNT[name]] as number;
  }

  #foreign(view: EventView): void {
    view.text = view.bytes;
    view.textStart = view.start;
    view.textEnd = view.end;
    this.#emit(view);
  }

  #emit(view: EventView): void {
    if (view.format !== SIGNAL) (this.counts[COUNT.events] as number)++;
    this.events.push(toPlain(view));
  }
}

/** Plays a whole recording, its end acting as a shutdown. */
export function decodeRecording(packets: readonly Packet[], listener: Partial<Listener> = {}) {
  const player = new Player(listener);
  player.play(packets);
  player.decoder.flush((packets.at(-1)?.t ?? 0) * 1000);
  return player;
}

export function readJsonLines<T>(path: URL | string): T[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as T);
}

function splitSource(source: string): [string, number] {
  const colon = source.lastIndexOf(':');
  return [source.slice(0, colon).replace(/^\[|\]$/g, ''), Number(source.slice(colon + 1))];
}

/** IPv4-mapped addresses appear as IPv4, as the sender table has them. */
function normalised(source: string): string {
  return source.replace(/^\[::ffff:([\d.]+)\]/, '$1');
}

function toPlain(view: EventView): PlainEvent {
  const text = Buffer.from(view.text.subarray(view.textStart, view.textEnd));
  const problems = PROBLEMS.filter((_, bit) => (view.problems & (1 << bit)) !== 0);
  return {
    format: FORMATS[view.format] as string,
    ...(view.format === SIGNAL && { signal: SIGNALS[view.signal] as string }),
    source: `${view.sender.address}:${view.sender.port}`,
    receivedUs: view.receivedUs,
    hostname: view.host.text,
    facility: view.facility,
    ...(view.severity >= 0 && { severity: view.severity }),
    message: text.toString(),
    kernel: plainKernel(view),
    problems: isUtf8(text) ? problems : [...problems, 'invalid-utf8'],
  };
}

function plainKernel({ kernel, bytes, format }: EventView): Record<string, unknown> {
  if (format > EXTENDED && format !== SIGNAL) return {};
  const range = (start: number, end: number) =>
    start < 0 ? undefined : Buffer.from(bytes.subarray(start, end)).toString();
  const plain = {
    release: range(kernel.releaseStart, kernel.releaseEnd),
    sequence: range(kernel.sequenceStart, kernel.sequenceEnd),
    uptimeUs:
      range(kernel.uptimeStart, kernel.uptimeEnd) ??
      (Number.isNaN(kernel.uptimeUs) ? undefined : String(kernel.uptimeUs)),
    caller: range(kernel.callerStart, kernel.callerEnd),
    flag: kernel.flag === 0 ? undefined : String.fromCharCode(kernel.flag),
    header: range(kernel.headerStart, kernel.headerEnd),
    fields: kernel.fieldsStart < 0 ? undefined : plainFields(bytes, kernel),
    fragments: kernel.fragments === 1 ? undefined : kernel.fragments,
    missing: pairs(kernel.missing),
    gapBefore: kernel.gapBefore || undefined,
    outOfOrder: kernel.outOfOrder || undefined,
    replayNotice: kernel.replayNotice || undefined,
    estimatedTimeUs: Number.isNaN(kernel.estimatedTimeUs) ? undefined : kernel.estimatedTimeUs,
    dropped: kernel.dropped || undefined,
    lostFrom: kernel.lostFrom < 0 ? undefined : kernel.lostFrom,
    lostTo: kernel.lostTo < 0 ? undefined : kernel.lostTo,
  };
  return Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined));
}

function plainFields(bytes: Uint8Array, kernel: EventView['kernel']): Record<string, string> {
  const cursor = new KernelFieldCursor();
  const fields: Record<string, string> = {};
  cursor.begin(bytes, kernel);
  while (cursor.next()) {
    const key = Buffer.from(bytes.subarray(cursor.keyStart, cursor.keyEnd)).toString();
    const value = Buffer.from(bytes.subarray(cursor.valueStart, cursor.valueEnd)).toString();
    const isKept = key in fields && !isSysdataKey(bytes, cursor.keyStart, cursor.keyEnd);
    if (key === '' && isKept) fields[key] += `\n${value}`;
    else if (!isKept) fields[key] = value;
  }
  return fields;
}

function pairs(flat: readonly number[] | undefined): number[][] | undefined {
  if (flat === undefined) return undefined;
  const result: number[][] = [];
  for (let i = 0; i < flat.length; i += 2) result.push(flat.slice(i, i + 2));
  return result;
}
