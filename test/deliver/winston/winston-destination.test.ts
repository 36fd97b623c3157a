import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createDestination } from '../../../lib/deliver/destination-kinds.ts';
import { createEncoder } from '../../../lib/deliver/encoder-kinds.ts';
import { Outbox } from '../../../lib/deliver/outbox/outbox.ts';
import { Pace } from '../../../lib/deliver/winston/pace.ts';
import { WinstonCarrier } from '../../../lib/deliver/winston/winston-carrier.ts';
import { describeDestination } from '../conformance.ts';
import { Feed } from '../feed.ts';
import { LogRecord } from '../log-record.ts';

const MODULE = join(import.meta.dirname, '../../log/transport/test-transport.cjs');

/** A clock on which nobody waits longer than 20 ms. */
const TIMERS = {
  now: () => performance.now(),
  after: (delayMs: number, callback: () => void) => {
    const timer = setTimeout(callback, Math.min(delayMs, 20));
    return () => clearTimeout(timer);
  },
};

describeDestination('winston', async ({ queueBytes }) => {
  const directory = mkdtempSync(join(tmpdir(), 'winston-'));
  const file = join(directory, 'log');
  const marker = join(directory, 'away');
  const options = { file, misbehaves: 'throws', while: marker };
  const config = {
    type: 'winston',
    name: 'alerts',
    transport: { module: MODULE, options, folder: directory },
    perSecond: 1_000_000,
    queueBytes,
  } as const;
  const log = new LogRecord();
  const carrier = new WinstonCarrier(config, { log, timers: TIMERS });
  return {
    destination: new Outbox(
      { name: config.name, queue: { limitBytes: queueBytes } },
      { carrier, log, timers: TIMERS },
    ),
    createEncoder: (context) => createEncoder(config, context),
    written: () => (existsSync(file) ? readFileSync(file, 'utf8') : ''),
    away: async () => writeFileSync(marker, ''),
    back: async () => rmSync(marker),
    end: async () => rmSync(directory, { recursive: true }),
  };
});

describe('winston destination', () => {
  it('posts events to a webhook', async () => {
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      request.setEncoding('utf8');
      let body = '';
      request.on('data', (chunk: string) => {
        body += chunk;
      });
      request.on('end', () => {
        bodies.push(body);
        response.end();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const options = { host: '127.0.0.1', port, path: '/hook' };
    const config = {
      type: 'winston',
      name: 'hook',
      transport: { module: 'Http', options, folder: tmpdir() },
      perSecond: 10,
      queueBytes: 100_000,
    } as const;
    const destination = await createDestination(config, { log: new LogRecord() });
    const feed = new Feed(destination, (context) => createEncoder(config, context));
    feed.offer('a', 'a host is down');
    await destination.drain(AbortSignal.timeout(20_000));
    expect(feed.delivered).to.equal(1);
    while (bodies.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await destination.close();
    server.close();
    expect(JSON.parse(bodies[0] ?? '')).to.include({ hostname: 'a', message: 'a host is down' });
  }).timeout(20_000);

  it('is refused when its module is not there', async () => {
    const transport = { module: 'no-such-package', options: {}, folder: tmpdir() };
    const config = { type: 'winston', name: 'a', transport, perSecond: 1, queueBytes: 1 } as const;
    const error = await createDestination(config, { log: new LogRecord() }).catch(String);
    expect(error).to.match(
      /Cannot find the transport no-such-package from .*; install the package/,
    );
  });
});

describe('Pace', () => {
  it('lets this many events pass per second, and delays the others', () => {
    let nowMs = 0;
    const pace = new Pace(10, { now: () => nowMs, after: () => () => undefined });
    const waits = Array.from({ length: 12 }, () => pace.takeTurn());
    expect(waits).to.deep.equal([...Array<number>(10).fill(0), 100, 200]);
    nowMs = 1200;
    expect(pace.takeTurn()).to.equal(0);
    nowMs = 60_000;
    expect(Array.from({ length: 11 }, () => pace.takeTurn()).at(-1)).to.equal(100);
  });
});
