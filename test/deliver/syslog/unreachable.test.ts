import { expect } from 'chai';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { SyslogTarget } from '../../../lib/config/destination-config.ts';
import { printSyslogTarget } from '../../../lib/config/syslog-target.ts';
import { createDestination } from '../../../lib/deliver/destination-kinds.ts';
import { createEncoder } from '../../../lib/deliver/encoder-kinds.ts';
import { freeTcpPort, freeUdpPort } from '../../servers/free-port.ts';
import { Feed } from '../feed.ts';
import { LogRecord } from '../log-record.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { syslogConfig } from './syslog-config.ts';

/** What the log says about a target that takes no message. Offers until then: a datagram is refused after it was sent. */
async function problemWith(target: SyslogTarget): Promise<string> {
  const config = syslogConfig([target]);
  const log = new LogRecord();
  const destination = await createDestination(config, { log });
  const feed = new Feed(destination, (context) => createEncoder(config, context));
  while (log.entries.length === 0) {
    feed.offer('a', 'one');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await destination.close();
  return log.entries[0] ?? '';
}

describe('a syslog peer that cannot be reached', () => {
  const directory = temporaryDirectory();
  const HOST = '127.0.0.1';

  interface Case {
    readonly target: () => SyslogTarget | Promise<SyslogTarget>;
    /** `TARGET` stands for the target. */
    readonly problem: string;
  }

  const CASES: readonly Case[] = [
    {
      target: async () => ({ transport: 'tcp', host: HOST, port: await freeTcpPort() }),
      problem:
        'Cannot connect to TARGET: ECONNREFUSED (connection refused); start the peer, or correct the port',
    },
    {
      target: async () => ({ transport: 'tls', host: HOST, port: await freeTcpPort() }),
      problem:
        'Cannot connect to TARGET: ECONNREFUSED (connection refused); start the peer, or correct the port',
    },
    {
      target: async () => ({ transport: 'udp', host: HOST, port: await freeUdpPort() }),
      problem:
        'Cannot send to TARGET: ECONNREFUSED (connection refused); start the peer, or correct the target',
    },
    {
      target: () => ({ transport: 'unix-stream', path: `${directory()}/none` }),
      problem:
        'Cannot connect to TARGET: ENOENT (no such file or directory); start the peer, or correct the path',
    },
    {
      target: () => ({ transport: 'unix-dgram', path: `${directory()}/none` }),
      problem:
        'Cannot send to TARGET: ENOENT (no such file or directory); start the peer, or correct the target',
    },
  ];

  for (const { target, problem } of CASES) {
    it(`is logged in our own words: ${problem}`, async () => {
      const to = await target();
      const expected = problem.replace('TARGET', printSyslogTarget(to));
      const entry = await problemWith(to);
      expect(entry).to.equal(`warn destination loghost: ${expected}; events wait in the queue`);
    });
  }

  it('is logged in our own words: it resets the connection', async () => {
    const server = createServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    server.listen(0, HOST);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const entry = await problemWith({ transport: 'tcp', host: HOST, port });
    server.close();
    expect(entry).to.equal(
      `warn destination loghost: Lost tcp://${HOST}:${port}: ECONNRESET (connection reset by the other side); see the log of the peer; events wait in the queue`,
    );
  });
});
