import { expect } from 'chai';
import { DropReport } from '../../lib/receive/drop-report.ts';
import { LogRecord } from '../deliver/log-record.ts';

describe('DropReport', () => {
  it('logs what the kernel dropped since the last time, for each source', () => {
    const log = new LogRecord();
    const report = new DropReport(log);
    report.update(new Map([['a', 0]]));
    report.update(
      new Map([
        ['a', 3],
        ['b', 2],
      ]),
    );
    report.update(
      new Map([
        ['a', 3],
        ['b', 7],
      ]),
    );
    expect(log.entries.map((entry) => entry.split(' because')[0])).to.deep.equal([
      'error source a: the kernel dropped 3 datagrams',
      'error source b: the kernel dropped 2 datagrams',
      'error source b: the kernel dropped 5 datagrams',
    ]);
  });
});
