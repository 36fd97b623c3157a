import type { HostState } from '../event/host-state.ts';

/** One host as one thread knows it, over all of its endpoints at one source. */
export interface HostRow {
  /** `$HOST` of its events, unless a message claims another name. */
  readonly name: string;
  /** The one that was seen last; empty for senders without one. */
  readonly address: string;
  readonly source: string;
  readonly state: HostState;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly lastSeenMs: number;
  /** Datagrams per second, see `SenderRates`. */
  readonly rate: number;
  readonly datagrams: number;
  /** Kernel messages lost on the way. */
  readonly lost: number;
  /** Messages that its own kernel dropped. */
  readonly droppedByKernel: number;
  /** The kernel's release; empty if it sent none. */
  readonly release: string;
  /** The file that an informational message of its goes to; empty if there is none, or if that was not asked for. */
  readonly file: string;
}

/**
 * Rows by column: structured clones of thousands of small objects take tens of milliseconds in both threads, those of a few arrays of primitive values
 * do not.
 */
export type HostColumns = { readonly [K in keyof HostRow]: readonly HostRow[K][] };

export function toColumns(rows: readonly HostRow[]): HostColumns {
  return {
    name: rows.map(({ name }) => name),
    address: rows.map(({ address }) => address),
    source: rows.map(({ source }) => source),
    state: rows.map(({ state }) => state),
    lastSeenMs: rows.map(({ lastSeenMs }) => lastSeenMs),
    rate: rows.map(({ rate }) => rate),
    datagrams: rows.map(({ datagrams }) => datagrams),
    lost: rows.map(({ lost }) => lost),
    droppedByKernel: rows.map(({ droppedByKernel }) => droppedByKernel),
    release: rows.map(({ release }) => release),
    file: rows.map(({ file }) => file),
  };
}

export function toRows(columns: HostColumns): HostRow[] {
  return columns.name.map((name, index) => ({
    name,
    address: columns.address[index] as string,
    source: columns.source[index] as string,
    state: columns.state[index] as HostState,
    lastSeenMs: columns.lastSeenMs[index] as number,
    rate: columns.rate[index] as number,
    datagrams: columns.datagrams[index] as number,
    lost: columns.lost[index] as number,
    droppedByKernel: columns.droppedByKernel[index] as number,
    release: columns.release[index] as string,
    file: columns.file[index] as string,
  }));
}
