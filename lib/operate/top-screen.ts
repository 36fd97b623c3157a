import { plural } from '../config/plural.ts';
import { BOLD, inColour, RED, YELLOW } from '../log/colours.ts';
import type { HostOrder } from './hosts.ts';
import type { RelayStatus } from './status.ts';
import { hostColumns, relayTables, summaryLine } from './status-text.ts';
import { textTable } from './text-table.ts';

/** Keys and the orders that they choose. */
export const ORDER_KEYS: Readonly<Record<string, HostOrder>> = {
  r: 'rate',
  d: 'datagrams',
  s: 'seen',
  l: 'losses',
  h: 'name',
  t: 'state',
};

const COLOURS: Readonly<Record<string, string>> = { crashed: RED, silent: YELLOW, down: YELLOW };
const KEYS = 'r rate  d datagrams  s seen  l lost  h host  t state  p pause  q quit';

/** What is drawn besides the status. */
export interface TopView {
  readonly order: HostOrder;
  readonly isPaused: boolean;
  /** Why there is no newer status; undefined: there is. */
  readonly problem: string | undefined;
  readonly width: number;
  readonly height: number;
  readonly hasColours: boolean;
}

/** The lines of the screen, at most `height`, each at most `width` characters wide. */
export function topScreen(status: RelayStatus, view: TopView): string[] {
  const { width, height, hasColours } = view;
  const emphasised = (text: string): string => inColour(hasColours ? BOLD : '', text);
  const [titles = '', ...hosts] = textTable(hostColumns(status), status.hosts, width);
  const head = [
    emphasised(summaryLine(status).slice(0, width)),
    stateLine(status, view).slice(0, width),
    '',
    ...relayTables(status, width),
    '',
    emphasised(titles),
  ];
  const rows = hosts.map((line, index) => {
    const colour = COLOURS[status.hosts[index]?.state ?? ''] ?? '';
    return inColour(hasColours ? colour : '', line);
  });
  return [...head, ...rows].slice(0, Math.max(1, height - 1)).concat(KEYS.slice(0, width));
}

function stateLine(
  { hostCount, rate }: RelayStatus,
  { order, isPaused, problem }: TopView,
): string {
  if (problem !== undefined) return problem;
  const paused = isPaused ? ', paused' : '';
  return `${plural(hostCount, 'host')}, by ${order}${paused}; ${rate.toFixed(0)} datagrams/s`;
}
