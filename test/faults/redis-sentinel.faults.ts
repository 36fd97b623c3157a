import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { RunningRelay } from '../integration/running-relay.ts';
import { RedisSentinels } from '../servers/redis-sentinels.ts';
import { RedisServer } from '../servers/redis-server.ts';
import { missingFrom, readNumbers } from './numbered-entries.ts';
import { numberedLoad } from './numbered-load.ts';

const MESSAGES = 600_000;
const RATE = 20_000;
const STREAMS = Array.from({ length: 8 }, (_, i) => `logs:${i}`);

describe('redis destination and three sentinels', () => {
  it('has each event once while the master is killed twice', async () => {
    const settings = { 'repl-diskless-sync-delay': 0, 'repl-ping-replica-period': 1 };
    const servers = [await RedisServer.start(settings)];
    const masterPort = servers[0]?.port ?? 0;
    for (let i = 0; i < 2; i++) {
      servers.push(await RedisServer.start({ ...settings, replicaof: `127.0.0.1 ${masterPort}` }));
    }
    const sentinels = await RedisSentinels.start(masterPort, 2, 1000);
    const relay = await RunningRelay.start({
      config: `
sources:
  load: { type: udp, listen: "127.0.0.1:0", receiveBuffer: 256MiB, keepHostname: true }
destinations:
  bus:
    type: redis
    sentinels: [${sentinels.addresses.map((each) => `"${each}"`).join(', ')}]
    name: ${sentinels.name}
    stream: "logs:$(hash 8 $HOST)"
    queue: 1GiB
    spool: never
drainTimeout: 120s
`,
    });
    const generator = await numberedLoad(relay.port('load'), { messages: MESSAGES, rate: RATE });
    const sent = generator.go();
    for (let kill = 0; kill < 2; kill++) {
      await pause(5000);
      const port = await sentinels.masterPort();
      const master = servers.find((server) => server.port === port) as RedisServer;
      await master.kill();
      while ((await sentinels.masterPort()) === port) await pause(100);
      // It comes back as a replica of the new master.
      if (kill === 0) await master.start();
    }
    await sent;
    relay.child.process.kill('SIGTERM');
    expect(await relay.child.exited, relay.child.stderr).to.equal(0);
    process.stdout.write(relay.child.stderr);
    const redis = new Redis(await sentinels.masterPort(), '127.0.0.1');
    const numbers = await readNumbers(redis, STREAMS, MESSAGES);
    redis.disconnect();
    const missing = missingFrom(numbers).length;
    const counted = Number(/; (\d+) lost by server/.exec(relay.child.stderr)?.[1] ?? 0);
    process.stdout.write(`${missing} missing, ${counted} counted as lost by the server\n`);
    expect(numbers).to.include({ repeated: 0, outOfOrder: 0 });
    expect(missing).to.be.at.most(counted);
    await relay.stop();
    await sentinels.stop();
    for (const server of servers) await server.stop();
  });
});
