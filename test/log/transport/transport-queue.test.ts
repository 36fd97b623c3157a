import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { TransportHost } from '../../../lib/log/transport/transport-host.ts';
import { TransportQueue } from '../../../lib/log/transport/transport-queue.ts';
import { LogRecord } from '../../deliver/log-record.ts';

const MODULE = join(import.meta.dirname, 'test-transport.cjs');

describe('TransportQueue', () => {
  let directory: string;
  let file: string;
  let log: LogRecord;

  function create(misbehaves: string | undefined): TransportQueue {
    const options = { file, misbehaves, while: join(directory, 'marker') };
    const transport = { module: MODULE, options, folder: directory };
    const host = new TransportHost({ transport, levels: { info: 0 } }, (text) => queue.warn(text));
    const queue = new TransportQueue('test', host, log);
    return queue;
  }

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'queue-'));
    file = join(directory, 'log');
    log = new LogRecord();
    writeFileSync(join(directory, 'marker'), '');
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  it('keeps lines until it is opened, and hands over the last ones when it is closed', async () => {
    const queue = create(undefined);
    queue.add({ level: 'info', message: 'one' });
    queue.open();
    queue.add({ level: 'info', message: 'two' });
    await queue.close(10_000);
    expect(readFileSync(file, 'utf8')).to.equal('one\ntwo\n');
    expect(log.entries).to.deep.equal([]);
  });

  it('is bounded while a transport does not answer, says so once, and does not delay its end', async () => {
    const queue = create('never-answers');
    queue.open();
    for (let i = 0; i < 2000; i++) queue.add({ level: 'info', message: `${i}` });
    await queue.close(0);
    expect(log.entries).to.deep.equal([
      'warn log transport test: it is too slow; lines that it does not take are on standard error only',
    ]);
  });

  it('says once that a transport throws', async () => {
    const queue = create('throws');
    queue.open();
    for (let i = 0; i < 20; i++) queue.add({ level: 'info', message: `${i}` });
    while (log.entries.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await queue.close(0);
    expect(log.entries).to.deep.equal([
      'warn log transport test: it threw; lines that it does not take are on standard error only',
    ]);
  });
}).timeout(20_000);
