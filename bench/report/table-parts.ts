/** A table in Markdown; nothing without rows. */
export function table(
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  if (rows.length === 0) return '';
  const rule = line(head.map(() => '---'));
  return [`**${title}**`, '', line(head), rule, ...rows.map(line)].join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The items by key, in the order of the first of each. */
export function groupBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly (readonly [Item, ...Item[]])[] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

/** The median of the values. */
export function median<Item>(items: readonly Item[], valueOf: (item: Item) => number): number {
  const values = items.map(valueOf).sort((a, b) => a - b);
  const low = values[(values.length - 1) >> 1] ?? Number.NaN;
  const high = values[values.length >> 1] ?? Number.NaN;
  return (low + high) / 2;
}

/** A whole number with commas. */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** A share, of 1. */
export function percent(value: number): string {
  // Never rounded up to a whole: one message lost of a million shows.
  return value === 1 ? '100%' : `${(Math.floor(value * 100_000) / 1000).toFixed(3)}%`;
}

export function nanoseconds(value: number): string {
  return `${grouped(value)} ns`;
}

export function milliseconds(value: number): string {
  return `${value.toFixed(1)} ms`;
}

export function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MiB`;
}
