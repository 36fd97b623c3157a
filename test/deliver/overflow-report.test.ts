import { expect } from 'chai';
import { OverflowReport } from '../../lib/deliver/overflow-report.ts';
import { LogRecord } from './log-record.ts';

describe('OverflowReport', () => {
  it('tells once that a queue is full, and once that this is over', () => {
    const log = new LogRecord();
    const lines = log.entries;
    let nowMs = 0;
    const report = new OverflowReport({ name: 'files', queueBytes: 1000 }, log, () => nowMs);
    report.accepted();
    expect(lines).to.deep.equal([]);
    for (let i = 0; i < 20; i++) {
      report.refused(5);
      nowMs += 1000;
      report.accepted();
    }
    expect(lines).to.have.length(1);
    expect(lines[0]).to.match(/^error Cannot queue for destination files: 1000 bytes wait already/);
    nowMs += 8999;
    report.accepted();
    expect(lines).to.have.length(1);
    nowMs += 1;
    report.accepted();
    report.accepted();
    expect(lines.slice(1)).to.deep.equal([
      'info destination files keeps up again; 100 events dropped as queue-full',
    ]);
    report.refused(1);
    nowMs += 10_000;
    report.accepted();
    expect(lines).to.have.length(4);
    expect(lines.at(-1)).to.include('; 1 event dropped');
  });
});
