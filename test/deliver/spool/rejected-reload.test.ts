import { join } from 'node:path';
import { expect } from 'chai';
import { loadConfig } from '../../../lib/config/load-config.ts';
import { Delivery } from '../../../lib/deliver/delivery.ts';
import { drainLimits } from '../../../lib/deliver/drain.ts';
import { Spool } from '../../../lib/deliver/spool/spool.ts';
import { RedisServer } from '../../servers/redis-server.ts';
import { LogRecord } from '../log-record.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { until } from './until.ts';

const ENTRY = Buffer.from('$2\r\n{}\r\n');
const PARCEL = {
  bytes: ENTRY,
  used: ENTRY.length,
  events: 1,
  runs: Uint32Array.of(0, ENTRY.length, 1),
  names: ['logs'],
  lane: '0011223344556677',
  prev: 0,
  next: 1,
};

describe('spool after a rejected reload', () => {
  const directory = temporaryDirectory();

  it('is delivered by the destination of the next one, and accounted for', async () => {
    const server = await RedisServer.start();
    const path = join(directory(), 'spool');
    const spool = await Spool.open(path, new LogRecord());
    await spool.section('bus').use(1024).put(1, PARCEL).durable;
    await spool.close();

    const configOf = (destinations: string) =>
      loadConfig(
        `sources: { net: { type: udp } }\ndestinations: { screen: { type: stdout }${destinations} }\nspool: { directory: ${path} }`,
        { file: 'relay.yaml', env: {}, readFile: () => '' },
      ).config;
    const delivery = new Delivery(new LogRecord(), {
      credit: () => undefined,
      chunkSettled: () => undefined,
      released: () => undefined,
    });
    (await delivery.open(1, configOf(''))).commit();
    const wrong = `, bus: { type: redis, url: "rediss://127.0.0.1:1", stream: logs, tls: { ca: ${join(path, 'none')} } }`;
    const error = await delivery.open(2, configOf(wrong)).catch((reason: unknown) => reason);
    expect(error).to.be.an('error').with.property('name', 'DestinationError');
    const right = `, bus: { type: redis, url: "redis://127.0.0.1:${server.port}", stream: logs }`;
    (await delivery.open(3, configOf(right))).commit();
    const counts = delivery.counts.get('bus');
    await until(() => counts?.delivered === 1);
    expect(counts).to.include({ restored: 1, spooled: 0, queued: 0 });
    expect(await delivery.close(drainLimits(10_000))).to.equal(true);
    await server.stop();
  });
});
