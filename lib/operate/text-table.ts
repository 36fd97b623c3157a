/** One column of a table. */
export interface Column<Row> {
  readonly title: string;
  /** Numbers are on the right. */
  readonly isNumber?: boolean;
  /** Gives up width first if the table is too wide; columns without it are never cut. */
  readonly mayShrink?: boolean;
  text(row: Row): string;
}

const GAP = '  ';
const MIN_WIDTH = 6;

/** Lines of a table, at most `width` characters each: first shrinking columns are cut, then the last columns are left out. */
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
    const widest = widestToShrink(columns, shown);
    if (widest === undefined) {
      if (shown.length === 1) return shown;
      shown.pop();
      continue;
    }
    shown[widest] = Math.max(MIN_WIDTH, (shown[widest] as number) - over);
  }
}

function widestToShrink<Row>(
  columns: readonly Column<Row>[],
  shown: readonly number[],
): number | undefined {
  let widest: number | undefined;
  for (const [index, width] of shown.entries()) {
    if (columns[index]?.mayShrink !== true || width <= MIN_WIDTH) continue;
    if (widest === undefined || width > (shown[widest] as number)) widest = index;
  }
  return widest;
}

function cell(text: string, width: number, isNumber: boolean): string {
  const cut = text.length > width ? `${text.slice(0, width - 1)}…` : text;
  return isNumber ? cut.padStart(width) : cut.padEnd(width);
}
