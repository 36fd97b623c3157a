import { expect } from 'chai';
import { AccountLog } from '../../lib/observe/account-log.ts';
import { LogRecord } from '../deliver/log-record.ts';

describe('AccountLog', () => {
  it('logs the lines that have changed since the last time', () => {
    const log = new LogRecord();
    let lines = ['source a: 1 datagram', 'destination b: 1 routed'];
    const accounts = new AccountLog(log, () => lines);
    accounts.update();
    accounts.update();
    lines = ['source a: 2 datagrams', 'destination b: 1 routed'];
    accounts.update();
    expect(log.entries).to.deep.equal([
      'info source a: 1 datagram',
      'info destination b: 1 routed',
      'info source a: 2 datagrams',
    ]);
  });
});
