import { expect } from 'chai';
import type { SyslogTarget } from '../../../lib/config/destination-config.ts';
import { createEncoder } from '../../../lib/deliver/encoder-kinds.ts';
import { Outbox } from '../../../lib/deliver/outbox/outbox.ts';
import { Connector } from '../../../lib/deliver/syslog/connector.ts';
import { StreamCarrier } from '../../../lib/deliver/syslog/stream-carrier.ts';
import { loadSystemCalls } from '../../../lib/system/system-calls.ts';
import { freeTcpPort } from '../../servers/free-port.ts';
import { SyslogNg } from '../../servers/syslog-ng.ts';
import { Feed } from '../feed.ts';
import { LogRecord } from '../log-record.ts';
import { syslogConfig } from './syslog-config.ts';

function startServer(port: number): Promise<SyslogNg> {
  return SyslogNg.start(`options { keep-hostname(yes); flush-lines(1); };
source s { syslog(transport("tcp") ip("127.0.0.1") port(${port})); };
destination d { file("DIR/all.log" template("$MSG\\n")); };
log { source(s); destination(d); };`);
}

describe('several targets', () => {
  it('uses the first that can be reached, and returns to the first of all', async () => {
    const ports = [await freeTcpPort(), await freeTcpPort()] as const;
    const targets = ports.map((port): SyslogTarget => ({
      transport: 'tcp',
      host: '127.0.0.1',
      port,
    }));
    const config = syslogConfig(targets);
    const moves: [number, string][] = [];
    const moved = (target: SyslogTarget, problem: string): number =>
      moves.push([targets.indexOf(target), problem]);
    const connector = new Connector(
      { targets, steadyMs: 200, retryMs: 50, moved },
      { config, calls: loadSystemCalls() },
    );
    const carrier = new StreamCarrier(
      { ...config, framing: 'octet-counting' },
      { connector, resent: () => undefined },
    );
    const log = new LogRecord();
    const outbox = new Outbox(
      { name: 'up', queue: { limitBytes: config.queueBytes } },
      { carrier, log },
    );
    const feed = new Feed(outbox, (context) => createEncoder(config, context));
    const second = await startServer(ports[1]);
    feed.offer('a', 'one');
    await second.file('all.log', (text) => text === 'one\n');
    const first = await startServer(ports[0]);
    // The connection to the second is closed gracefully, which settles what it carried.
    while (!/connection closed/.test(second.log))
      await second.file('all.log', () => true).then(turn);
    feed.offer('a', 'two');
    await first.file('all.log', (text) => text === 'two\n');
    await outbox.drain(new AbortController().signal);
    expect(feed).to.deep.include({ delivered: 2, dropped: {}, queued: 0 });
    expect(await second.settledFile('all.log')).to.equal('one\n');
    expect(log.entries).to.deep.equal([]);
    expect(moves.map(([index]) => index)).to.deep.equal([1, 0]);
    expect(moves[0]?.[1]).to.match(/^Cannot connect to tcp:\/\/127\.0\.0\.1:/);
    expect(moves[1]?.[1]).to.equal('');
    await outbox.close();
    await first.stop();
    await second.stop();
  });
});

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));
