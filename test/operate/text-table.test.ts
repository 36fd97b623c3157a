import { expect } from 'chai';
import { array, assert, integer, property, string } from 'fast-check';
import { textTable, type Column } from '../../lib/operate/text-table.ts';

type Row = readonly [string, string];
const COLUMNS: readonly Column<Row>[] = [
  { title: 'NAME', mayShrink: true, text: ([name]) => name },
  { title: 'COUNT', isNumber: true, text: ([, count]) => count },
];

describe('textTable', () => {
  it('aligns text on the left and numbers on the right', () => {
    expect(
      textTable(
        COLUMNS,
        [
          ['web1', '7'],
          ['a', '12345'],
        ],
        Infinity,
      ),
    ).to.deep.equal(['NAME  COUNT', 'web1      7', 'a     12345']);
  });

  it('cuts what may shrink, and then leaves out the last columns', () => {
    const rows: Row[] = [['a-long-name', '12345']];
    expect(textTable(COLUMNS, rows, 14)).to.deep.equal(['NAME     COUNT', 'a-long…  12345']);
    expect(textTable(COLUMNS, rows, 9)).to.deep.equal(['NAME', 'a-lon…']);
  });

  it('is never wider than asked for', () => {
    const rows = array(string()).chain((names) =>
      integer({ min: 1, max: 100 }).map((width) => ({ names, width })),
    );
    assert(
      property(rows, ({ names, width }) => {
        const lines = textTable(
          COLUMNS,
          names.map((name): Row => [name, '1000000']),
          width,
        );
        return lines.every((line) => line.length <= width);
      }),
    );
  });
});
