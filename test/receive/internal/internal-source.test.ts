import { hostname } from 'node:os';
import { expect } from 'chai';
import type { InternalSourceConfig } from '../../../lib/config/source-config.ts';
import type { LogLine } from '../../../lib/log/log.ts';
import { InternalReader } from '../../../lib/receive/internal/internal-reader.ts';
import { InternalReceiver } from '../../../lib/receive/internal/internal-receiver.ts';
import { LogRecord } from '../../deliver/log-record.ts';
import { load } from '../../config/load-text.ts';

/** A log that can be followed. */
class FollowedLog extends LogRecord {
  readonly followers = new Set<(line: LogLine) => void>();

  follow(follower: (line: LogLine) => void): () => void {
    this.followers.add(follower);
    return () => void this.followers.delete(follower);
  }

  write(message: string): void {
    for (const follower of this.followers) follower({ level: 'warn', message, timeMs: Date.now() });
  }
}

const [SOURCE] = load(
  'sources: { self: { type: internal } }\ndestinations: { s: { type: stdout } }',
).sources as [InternalSourceConfig];

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('source internal', () => {
  const log = new FollowedLog();
  let receiver: InternalReceiver;
  let reader: InternalReader;
  const taken: string[] = [];
  let onLine: (() => void) | undefined;

  beforeEach(async () => {
    taken.length = 0;
    onLine = undefined;
    receiver = new InternalReceiver(log);
    reader = new InternalReader({
      opened: () => receiver.opened(),
      arrived: () => undefined,
      report: () => undefined,
    });
    (await receiver.open([SOURCE])).commit();
  });

  afterEach(async () => {
    await reader.close();
    receiver.close();
  });

  async function read(): Promise<void> {
    await reader.open([{ config: SOURCE, input: { fd: -1, source: 0, port: 0 } }]);
    const sink = {
      announce: () => undefined,
      connection: () => undefined,
      closed: () => undefined,
      datagram: ({ bytes, end }: { bytes: Uint8Array; end: number }) => {
        const text = Buffer.from(bytes).toString('utf8', 0, end);
        taken.push(text);
        onLine?.();
      },
    };
    reader.read([sink]);
  }

  it('passes lines on as RFC 5424, also those from before the thread was ready', async () => {
    log.write('first');
    await read();
    log.write('second');
    await until(() => taken.length === 2);
    const head = `^<44>1 \\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z ${hostname()} netconsole-relay ${process.pid} - - `;
    expect(taken[0]).to.match(new RegExp(`${head}first$`));
    expect(taken[1]).to.match(new RegExp(`${head}second$`));
  });

  it('takes what was written before it is closed', async () => {
    await read();
    log.write('last');
    await reader.close();
    expect(taken).to.have.length(1);
  });

  it('ends a loop of events that cause lines', async () => {
    await read();
    onLine = () => log.write('again');
    log.write('begin');
    await until(() => taken.length >= 1000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(taken.length).to.be.below(1100);
  });

  it('follows the log no longer when no source needs it', async () => {
    (await receiver.open([])).commit();
    expect(log.followers.size).to.equal(0);
    const opening = await receiver.open([SOURCE]);
    opening.rollback();
    expect(log.followers.size).to.equal(0);
  });
});
