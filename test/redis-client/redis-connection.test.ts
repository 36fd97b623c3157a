import { expect } from 'chai';
import { ConnectionError, RedisConnection } from '../../lib/redis-client/redis-connection.ts';
import { freeTcpPort } from '../servers/free-port.ts';

describe('RedisConnection', () => {
  it('explains the error of the system when nobody listens', async () => {
    const server = {
      host: '127.0.0.1',
      port: await freeTcpPort(),
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
