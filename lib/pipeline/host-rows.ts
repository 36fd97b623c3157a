import { EventView } from '../event/event-view.ts';
import { BASIC, EXTENDED, RFC3164 } from '../event/format.ts';
import type { HostState } from '../event/host-state.ts';
import type { Listener, Sender } from '../event/sender.ts';
import type { NetconsoleDecoder } from '../netconsole/netconsole-decoder.ts';
import type { HostRow } from '../observe/host-columns.ts';
import type { SenderTable } from '../senders/sender-table.ts';

const KERNEL = 0;
const USER = 1;
const INFO = 6;

/** What is known of the senders of one source. */
export interface KnownSenders {
  readonly senders: SenderTable;
  readonly decoder: NetconsoleDecoder;
  readonly listener: Listener;
  /** The state of the host of the sender in a slot. */
  stateOf(slot: number): HostState;
}

/** A moment, by both clocks. */
export interface Moment {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly epochMs: number;
  /** Milliseconds of the monotonic clock that the senders were heard by. */
  readonly nowMs: number;
}

/** Returns the file of an event; empty if it goes to none. */
export type FileOf = (view: EventView) => string;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The hosts of one source: senders of the same name are one. `fileOf`: absent if files are not asked for. */
export function hostRows(known: KnownSenders, moment: Moment, fileOf?: FileOf): HostRow[] {
  const rows = new Map<string, Mutable<HostRow>>();
  for (const sender of known.senders) {
    const row = rows.get(sender.host.text);
    if (row === undefined) rows.set(sender.host.text, rowOf(known, sender, moment, fileOf));
    else add(row, known, sender, moment);
  }
  return [...rows.values()];
}

function rowOf(
  known: KnownSenders,
  sender: Sender,
  moment: Moment,
  fileOf: FileOf | undefined,
): Mutable<HostRow> {
  const row = {
    name: sender.host.text,
    address: sender.address,
    source: known.listener.name,
    state: known.stateOf(sender.slot),
    lastSeenMs: 0,
    rate: 0,
    datagrams: 0,
    lost: 0,
    droppedByKernel: 0,
    release: '',
    file: fileOf === undefined ? '' : fileOf(typicalEvent(known, sender, moment)),
  };
  add(row, known, sender, moment);
  return row;
}

function add(row: Mutable<HostRow>, known: KnownSenders, sender: Sender, moment: Moment): void {
  const { senders, decoder } = known;
  const { datagrams, rate, heardMs } = senders.trafficOf(sender.slot, moment.nowMs);
  const { lost, droppedByKernel } = decoder.lossesOf(sender.slot);
  row.datagrams += datagrams;
  row.rate += rate;
  row.lost += lost;
  row.droppedByKernel += droppedByKernel;
  row.release = decoder.releaseOf(sender.slot) ?? row.release;
  const lastSeenMs = Math.round(moment.epochMs - (moment.nowMs - heardMs));
  if (lastSeenMs <= row.lastSeenMs) return;
  row.lastSeenMs = lastSeenMs;
  row.address = sender.address;
  row.state = known.stateOf(sender.slot);
}

/** An informational message such as the sender writes, without text. */
function typicalEvent(known: KnownSenders, sender: Sender, { epochMs }: Moment): EventView {
  const view = new EventView(sender, known.listener);
  const written = known.decoder.formatOf(sender.slot);
  view.format = written === undefined ? RFC3164 : written === 'extended' ? EXTENDED : BASIC;
  view.receivedUs = epochMs * 1000;
  view.facility = written === undefined ? USER : KERNEL;
  view.severity = INFO;
  return view;
}
