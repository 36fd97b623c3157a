/** The rows of a table in text: one per line, columns separated by ` | `, each without the spaces around it. */
export function parseTable(text: string, columns: number): string[][] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const row = line.split(/ +\| +/).map((cell) => cell.trim());
      if (row.length !== columns) throw new Error(`not ${columns} columns: ${line}`);
      return row;
    });
}
