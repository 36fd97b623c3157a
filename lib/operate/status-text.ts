import { harmless } from './harmless.ts';
import type { HostStatus } from './hosts.ts';
import type { DestinationStatus, RelayStatus, SourceStatus } from './status.ts';
import { textTable, type Column } from './text-table.ts';

const SOURCE_COLUMNS: readonly Column<SourceStatus>[] = [
  { title: 'SOURCE', mayShrink: true, text: ({ name }) => name },
  { title: 'LISTEN', mayShrink: true, text: ({ listen = '-' }) => listen },
  { title: 'DATAGRAMS', isNumber: true, text: ({ datagrams }) => String(datagrams) },
  { title: 'EVENTS', isNumber: true, text: ({ events }) => String(events) },
  { title: 'KERNEL DROPS', isNumber: true, text: ({ kernelDrops }) => String(kernelDrops) },
  { title: 'REFUSED', isNumber: true, text: ({ refused }) => String(refused) },
  { title: 'SENDERS', isNumber: true, text: ({ senders }) => String(senders) },
];

const DESTINATION_COLUMNS: readonly Column<DestinationStatus>[] = [
  { title: 'DESTINATION', mayShrink: true, text: ({ name }) => name },
  { title: 'TYPE', text: ({ type }) => type },
  { title: 'DELIVERED', isNumber: true, text: ({ delivered }) => String(delivered) },
  { title: 'DROPPED', isNumber: true, text: ({ dropped }) => String(sum(dropped)) },
  { title: 'QUEUED', isNumber: true, text: ({ queue }) => String(queue.events) },
  { title: 'QUEUE', isNumber: true, text: ({ queue }) => share(queue.bytes, queue.limitBytes) },
  { title: 'SPOOLED', isNumber: true, text: ({ spool }) => String(spool?.events ?? 0) },
  { title: 'RETRIES', isNumber: true, text: ({ retries }) => String(retries) },
];

/** Columns of the hosts of a status; files are left out if no host has one, or if they were not asked for. */
export function hostColumns({ time, hosts }: RelayStatus): readonly Column<HostStatus>[] {
  const nowMs = Date.parse(time);
  const columns: readonly Column<HostStatus>[] = [
    { title: 'HOST', mayShrink: true, text: ({ name }) => harmless(name) },
    { title: 'STATE', text: ({ state }) => state },
    {
      title: 'SEEN',
      isNumber: true,
      text: ({ lastSeen }) => ago(nowMs - Date.parse(lastSeen)),
    },
    { title: 'RATE/s', isNumber: true, text: ({ rate }) => rate.toFixed(rate < 10 ? 1 : 0) },
    { title: 'DATAGRAMS', isNumber: true, text: ({ datagrams }) => String(datagrams) },
    { title: 'LOST', isNumber: true, text: ({ losses }) => String(losses) },
    { title: 'RELEASE', mayShrink: true, text: ({ release = '-' }) => harmless(release) },
  ];
  if (!hosts.some(({ file }) => file !== undefined)) return columns;
  return [...columns, { title: 'FILE', mayShrink: true, text: ({ file = '-' }) => harmless(file) }];
}

/** What is said first of a relay. */
export function summaryLine(status: RelayStatus): string {
  const { version, pid, startedAt, time, ready, healthy } = status;
  const states = [ready ? 'ready' : 'not ready', healthy ? [] : 'a thread does not answer'].flat();
  const uptime = ago(Date.parse(time) - Date.parse(startedAt));
  return `netconsole-relay ${version}, process ${pid}, up ${uptime}: ${states.join(', ')}`;
}

/** The tables of sources and destinations, at most `width` characters wide. */
export function relayTables({ sources, destinations }: RelayStatus, width: number): string[] {
  return [
    ...textTable(SOURCE_COLUMNS, sources, width),
    '',
    ...textTable(DESTINATION_COLUMNS, destinations, width),
  ];
}

/** All of a relay's state as text, at most `width` characters wide. */
export function statusText(status: RelayStatus, width: number): string[] {
  const hosts =
    status.hosts.length === 0
      ? ['no host is known: nothing came yet, or the relay is starting or stopping']
      : textTable(hostColumns(status), status.hosts, width);
  return [
    summaryLine(status).slice(0, Number.isFinite(width) ? width : undefined),
    '',
    ...relayTables(status, width),
    '',
    ...hosts,
  ];
}

/** A duration in its largest unit: `5s`, `12m`, `3h`, `8d`. */
function ago(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}

function share(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.round((100 * part) / whole)}%`;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
