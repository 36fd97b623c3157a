import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { expect } from 'chai';
import { ConnectionError, RedisConnection } from '../../lib/redis-client/redis-connection.ts';

/** A port of this machine that refuses connections. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('RedisConnection', () => {
  it('explains the error of the system when nobody listens', async () => {
    const server = {
      host: '127.0.0.1',
      port: await closedPort(),
      username: undefined,
      password: undefined,
      database: 0,
      sentinels: undefined,
      cluster: undefined,
      keyPrefix: '',
      tls: undefined,
    };
    const error = await RedisConnection.open(server, 5000).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(ConnectionError);
    expect((error as Error).message).to.equal('ECONNREFUSED (connection refused)');
  });
});
