import type { HostState } from '../event/host-state.ts';
import type { HostRow } from '../observe/host-columns.ts';

/** A machine that sends, over all sources and threads. */
export interface HostStatus {
  /** `$HOST` of its events, unless a message claims another name. */
  readonly name: string;
  readonly state: HostState;
  /** The address that it was heard from last. */
  readonly address: string;
  readonly sources: readonly string[];
  /** ISO 8601, UTC. */
  readonly lastSeen: string;
  /** Datagrams per second, averaged over 10 seconds. */
  readonly rate: number;
  readonly datagrams: number;
  /** Kernel messages lost on the way. */
  readonly losses: number;
  /** Messages that its own kernel dropped. */
  readonly droppedByKernel: number;
  /** Its kernel's; absent if it sent none. */
  readonly release?: string;
  /** Where an informational message of its goes; absent if that is no file. */
  readonly file?: string;
}

/** Orders of hosts: the first word is the default. */
export const HOST_ORDERS = ['name', 'rate', 'datagrams', 'seen', 'losses', 'state'] as const;
export type HostOrder = (typeof HOST_ORDERS)[number];

/** Rows of the same name are one host: it is seen when the last of them was, and its state is that of this row. */
export function mergeHosts(rows: readonly HostRow[]): HostRow[] {
  const merged = new Map<string, HostRow>();
  for (const row of rows) {
    const known = merged.get(row.name);
    merged.set(row.name, known === undefined ? row : join(known, row));
  }
  return [...merged.values()];
}

function join(a: HostRow, b: HostRow): HostRow {
  const [earlier, later] = a.lastSeenMs > b.lastSeenMs ? [b, a] : [a, b];
  const sources = [...new Set([...a.source.split(' '), ...b.source.split(' ')])].sort();
  return {
    ...later,
    source: sources.join(' '),
    rate: a.rate + b.rate,
    datagrams: a.datagrams + b.datagrams,
    lost: a.lost + b.lost,
    droppedByKernel: a.droppedByKernel + b.droppedByKernel,
    release: later.release === '' ? earlier.release : later.release,
    file: later.file === '' ? earlier.file : later.file,
  };
}

const STATE_RANKS: Readonly<Record<HostState, number>> = {
  crashed: 0,
  silent: 1,
  down: 2,
  stopped: 3,
  up: 4,
};

const byName = (a: HostRow, b: HostRow): number => (a.name < b.name ? -1 : 1);

/** Sorts in place. Numbers fall, names rise; hosts that are equal are in the order of their names. */
export function sortHosts(hosts: HostRow[], order: HostOrder): HostRow[] {
  const compare: Readonly<Record<HostOrder, (a: HostRow, b: HostRow) => number>> = {
    name: () => 0,
    rate: (a, b) => b.rate - a.rate,
    datagrams: (a, b) => b.datagrams - a.datagrams,
    seen: (a, b) => b.lastSeenMs - a.lastSeenMs,
    losses: (a, b) => b.lost + b.droppedByKernel - a.lost - a.droppedByKernel,
    state: (a, b) => STATE_RANKS[a.state] - STATE_RANKS[b.state],
  };
  return hosts.sort((a, b) => compare[order](a, b) || byName(a, b));
}

export function toHostStatus(row: HostRow): HostStatus {
  return {
    name: row.name,
    state: row.state,
    address: row.address,
    sources: row.source.split(' '),
    lastSeen: new Date(row.lastSeenMs).toISOString(),
    rate: Math.round(row.rate * 10) / 10,
    datagrams: row.datagrams,
    losses: row.lost,
    droppedByKernel: row.droppedByKernel,
    ...(row.release === '' ? {} : { release: row.release }),
    ...(row.file === '' ? {} : { file: row.file }),
  };
}
