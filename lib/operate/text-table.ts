/** One column of a table. */
export interface Column<Row> {
  readonly title: string;
  /** Numbers are on the right. */
  readonly isNumber?: boolean;
  /** Is cut if the table is too wide, the last of such columns first; columns without it are never cut. */
  readonly mayShrink?: boolean;
  text(row: Row): string;
}

const GAP = '  ';
const MIN_WIDTH = 6;

/** Lines of a table, at most `width` characters each: columns that may shrink are cut, the last one first, then the last columns are left out. */
export function textTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number,
): string[] {
  const cells = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map((column) => column.text(row))),
  ];
  const widths = columns.map((_, index) =>
    Math.max(...cells.map((line) => (line[index] as string).length)),
  );
  const shown = fit(columns, widths, width);
  return cells.map((line) =>
    shown
      .map((cellWidth, index) =>
        cell(line[index] as string, cellWidth, columns[index]?.isNumber === true),
      )
      .join(GAP)
      .slice(0, Number.isFinite(width) ? width : undefined)
      .trimEnd(),
  );
}

/** The widths of the columns that are shown. */
function fit<Row>(
  columns: readonly Column<Row>[],
  widths: readonly number[],
  width: number,
): number[] {
  const shown = [...widths];
  const total = (): number =>
    shown.reduce((sum, each) => sum + each, GAP.length * (shown.length - 1));
  for (;;) {
    const over = total() - width;
    if (over <= 0) return shown;
    const index = lastToShrink(columns, shown);
    if (index !== undefined) shown[index] = Math.max(MIN_WIDTH, (shown[index] as number) - over);
    else if (shown.length > 1) shown.pop();
    else return shown;
  }
}

function lastToShrink<Row>(
  columns: readonly Column<Row>[],
  shown: readonly number[],
): number | undefined {
  const index = shown.findLastIndex(
    (width, at) => columns[at]?.mayShrink === true && width > MIN_WIDTH,
  );
  return index < 0 ? undefined : index;
}

function cell(text: string, width: number, isNumber: boolean): string {
  const cut = text.length > width ? `${text.slice(0, width - 1)}…` : text;
  return isNumber ? cut.padStart(width) : cut.padEnd(width);
}
