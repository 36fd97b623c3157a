import type { HostState } from '../event/host-state.ts';
import type { HostRow } from '../observe/host-columns.ts';

/** A machine that sends, over all sources and threads. */
export interface HostStatus {
  /** `$HOST` of its events, unless a message claims another name. */
  readonly name: string;
  readonly state: HostState;
  /** The address that it was heard from last; absent for senders without one, such as those of a unix socket. */
  readonly address?: string;
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

/** What orders sort by, highest first; `name` needs no number. */
const RANKS: Readonly<Record<HostOrder, (row: HostRow) => number>> = {
  name: () => 0,
  rate: ({ rate }) => rate,
  datagrams: ({ datagrams }) => datagrams,
  seen: ({ lastSeenMs }) => lastSeenMs,
  losses: ({ lost, droppedByKernel }) => lost + droppedByKernel,
  state: ({ state }) => -STATE_RANKS[state],
};

/**
 * The first `limit` hosts of an order, and those that are equal in the order of their names. Only hosts that may be among them are sorted: a screen shows
 * 50 of 10,000.
 */
export function firstHosts(hosts: readonly HostRow[], order: HostOrder, limit: number): HostRow[] {
  const rank = RANKS[order];
  const candidates = limit < hosts.length ? mayBeFirst(hosts, rank, limit) : [...hosts];
  return candidates.sort((a, b) => rank(b) - rank(a) || (a.name < b.name ? -1 : 1)).slice(0, limit);
}

/** The hosts of which no more than `limit` others have a higher rank; more, where ranks are equal. */
function mayBeFirst(
  hosts: readonly HostRow[],
  rank: (row: HostRow) => number,
  limit: number,
): HostRow[] {
  const ranks = Float64Array.from(hosts, rank).sort();
  const least = ranks[Math.max(0, ranks.length - limit)] ?? Number.POSITIVE_INFINITY;
  return hosts.filter((host) => rank(host) >= least);
}

export function toHostStatus(row: HostRow): HostStatus {
  return {
    name: row.name,
    state: row.state,
    sources: row.source.split(' '),
    lastSeen: new Date(row.lastSeenMs).toISOString(),
    rate: oneDecimal(row.rate),
    datagrams: row.datagrams,
    losses: row.lost,
    droppedByKernel: row.droppedByKernel,
    ...(row.address === '' ? {} : { address: row.address }),
    ...(row.release === '' ? {} : { release: row.release }),
    ...(row.file === '' ? {} : { file: row.file }),
  };
}

/** More decimals of a rate say nothing. */
export function oneDecimal(rate: number): number {
  return Math.round(rate * 10) / 10;
}
