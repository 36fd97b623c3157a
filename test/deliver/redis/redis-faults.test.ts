import { expect } from 'chai';
import { RedisServer, type RedisSettings } from '../../servers/redis-server.ts';
import { redisConfig } from './redis-config.ts';
import { RedisStand, type StandOptions } from './redis-stand.ts';

const FIELDS = { stream: '$HOST', fields: { line: '$MSG' } };
const STATE = 'netconsole-relay:*';

/** The texts of events that are single digits. */
function digits(text: string): string[] {
  return text.split('');
}

describe('redis destination and a server that', () => {
  let stand: RedisStand;

  async function start(
    settings: RedisSettings = {},
    config: Parameters<typeof redisConfig>[1] = {},
    options: StandOptions = {},
  ): Promise<void> {
    const server = await RedisServer.start(settings);
    stand = new RedisStand(server, redisConfig(server.port, { ...FIELDS, ...config }), options);
  }

  afterEach(() => stand.close());

  it('refuses one of three streams: the others have each event once, whatever is sent again', async () => {
    await start();
    await stand.redis.set('b', 'text');
    for (let i = 0; i < 3; i++) {
      await stand.deliver(['a', `a${i}`], ['b', `b${i}`], ['b', 'too'], ['c', `c${i}`]);
    }
    expect(await stand.entries('a')).to.deep.equal(['a0', 'a1', 'a2']);
    expect(await stand.entries('c')).to.deep.equal(['c0', 'c1', 'c2']);
    expect(await stand.redis.get('b')).to.equal('text');
    expect(stand.outcomes).to.deep.equal(
      Array.from({ length: 3 }, () => ({ delivered: 2, dropped: { refused: 2 } })),
    );
    await stand.deliver(['a', 'only a']);
    await stand.redis.del('b');
    await stand.deliver(['b', 'b again']);
    expect(await stand.entries('b')).to.deep.equal(['b again']);
    expect(stand.log.entries).to.deep.equal([
      'error destination bus: Cannot append to stream b: WRONGTYPE Operation against a key holding the wrong kind of value; delete or rename the key, events for it are counted as refused',
      'info destination bus: stream b accepts events again',
    ]);
  });

  it('does not allow SET: nothing is written, and the permissions are named', async () => {
    await start({}, { login: { username: 'relay', password: 'pass' } });
    await stand.redis.call('ACL', 'SETUSER', 'relay', 'on', '>pass', '~*', '+@all', '-set');
    stand.send(['a', '1'], ['b', '1']);
    await stand.logged(/grant the user/);
    expect(await stand.redis.keys('*')).to.deep.equal([]);
    await stand.redis.call('ACL', 'SETUSER', 'relay', '+set');
    await stand.drained();
    expect(await stand.entries('a')).to.deep.equal(['1']);
    expect(stand.problems).to.have.length(1);
    expect(stand.problems[0])
      .to.match(/^error destination bus: Cannot write to redis:\/\/127.0.0.1:\d+: /)
      .and.contain(
        'grant the user ~* ~netconsole-relay:* +evalsha +eval +get +set +xadd; events wait in the queue',
      );
  });

  it('does not allow XADD: nothing is lost', async () => {
    await start({}, { login: { username: 'relay', password: 'pass' } });
    await stand.redis.call('ACL', 'SETUSER', 'relay', 'on', '>pass', '~*', '+@all', '-xadd');
    await stand.redis.set('a', 'text');
    stand.send(['a', '1'], ['b', '1']);
    stand.send(['b', '2']);
    await stand.logged(/grant the user/);
    await stand.redis.del('a');
    await stand.redis.call('ACL', 'SETUSER', 'relay', '+xadd');
    await stand.drained();
    expect(await stand.entries('a')).to.deep.equal(['1']);
    expect(await stand.entries('b')).to.deep.equal(['1', '2']);
    expect(stand.counts.side.lost_by_server).to.equal(undefined);
  });

  it('does not allow the key: nothing is lost', async () => {
    await start({}, { login: { username: 'relay', password: 'pass' } });
    await stand.redis.call('ACL', 'SETUSER', 'relay', 'on', '>pass', '+@all', '~a', '~netconsole*');
    stand.send(['a', '1'], ['b', '1']);
    await stand.logged(/NOPERM.*grant the user/);
    await stand.redis.call('ACL', 'SETUSER', 'relay', '~b');
    await stand.drained();
    expect([await stand.entries('a'), await stand.entries('b')]).to.deep.equal([['1'], ['1']]);
  });

  it('wants another password: events wait', async () => {
    await start({}, { login: { username: 'relay', password: 'secret1' } });
    await stand.redis.call('ACL', 'SETUSER', 'relay', 'on', '>secret2', '~*', '+@all');
    stand.send(['a', '1']);
    await stand.logged(/error .*Cannot log in to .*WRONGPASS.*set username and password/);
    await stand.redis.call('ACL', 'SETUSER', 'relay', '>secret1');
    await stand.drained();
    expect(stand.problems).to.have.length(1);
    expect(stand.log.entries.join()).to.not.contain('secret');
  });

  it('has no such database: nothing is written to another', async () => {
    await start({}, { login: { database: 99 } });
    stand.send(['a', '1']);
    await stand.logged(/Cannot log in to .*DB index is out of range/);
    expect(await stand.redis.dbsize()).to.equal(0);
  });

  it('is full: each event is there once when it has room again', async () => {
    await start({ 'maxmemory-policy': 'noeviction' });
    await stand.deliver(['a', '0']);
    await stand.redis.config('SET', 'maxmemory', '1');
    for (let i = 1; i < 9; i++) stand.send(['a', `${i}`]);
    await stand.logged(/warn .*OOM.*raise maxmemory/);
    await stand.redis.config('SET', 'maxmemory', '0');
    await stand.drained();
    expect(await stand.entries('a')).to.deep.equal(digits('012345678'));
    expect(stand.problems).to.have.length(1);
  });

  it('becomes a replica: events wait until it is a master again', async () => {
    await start();
    await stand.deliver(['a', '0']);
    await stand.redis.replicaof('127.0.0.1', '1');
    stand.send(['a', '1']);
    stand.send(['a', '2']);
    await stand.logged(/warn .*READONLY.*name its master/);
    await stand.redis.replicaof('NO', 'ONE');
    await stand.drained();
    expect(await stand.entries('a')).to.deep.equal(['0', '1', '2']);
  });

  it('forgets the script: it is sent again', async () => {
    await start();
    await stand.deliver(['a', '0']);
    await stand.redis.script('FLUSH');
    for (let i = 1; i < 9; i++) stand.send(['a', `${i}`]);
    await stand.drained();
    expect(await stand.entries('a')).to.deep.equal(digits('012345678'));
    expect(stand.log.entries).to.deep.equal([]);
  });

  const losses = [
    {
      name: 'loses the state',
      lose: async () => stand.redis.del(await stateKey()),
      kept: digits('012'),
      lost: 3,
    },
    { name: 'loses everything', lose: async () => stand.redis.flushall(), kept: [], lost: 3 },
    {
      name: 'is set back',
      lose: async () => stand.redis.set(await stateKey(), '1'),
      kept: digits('012'),
      lost: 2,
    },
  ];
  for (const { name, lose, kept, lost } of losses) {
    it(`${name}: delivery continues, and the loss is counted and logged once`, async () => {
      await start();
      await stand.deliver(['a', '0'], ['a', '1'], ['a', '2']);
      await lose();
      for (let i = 3; i < 9; i++) stand.send(['a', `${i}`]);
      await stand.drained();
      expect(await stand.entries('a')).to.deep.equal([...kept, ...digits('345678')]);
      expect(stand.counts.side.lost_by_server ?? 0).to.equal(lost);
      expect(stand.log.entries).to.have.length(1);
      expect(stand.log.entries[0]).to.contain(`the server lost up to ${lost} events`);
    });
  }

  it('has the lane of another writer: a new lane is taken', async () => {
    await start();
    await stand.deliver(['a', '0']);
    await stand.redis.set(await stateKey(), '1000');
    for (let i = 1; i < 5; i++) stand.send(['a', `${i}`]);
    await stand.drained();
    expect(await stand.entries('a')).to.deep.equal(digits('01234'));
    expect(await stand.redis.keys(STATE)).to.have.length(2);
    expect(stand.log.entries).to.have.length(1);
    expect(stand.log.entries[0]).to.contain('another writer uses lane');
  });

  it('does not answer: the connection is replaced, and each event is there once', async () => {
    await start({}, {}, { timeoutMs: 200 });
    await stand.deliver(['a', '0']);
    process.kill(stand.server.pid, 'SIGSTOP');
    for (let i = 1; i < 9; i++) stand.send(['a', `${i}`]);
    await stand.logged(/warn .*no reply within 200 ms/);
    process.kill(stand.server.pid, 'SIGCONT');
    await stand.drained();
    expect(await stand.entries('a')).to.deep.equal(digits('012345678'));
  });

  it('closes idle connections: nobody notices', async () => {
    await start();
    await stand.deliver(['a', '0']);
    await stand.redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await stand.redis.ping();
    await stand.deliver(['a', '1']);
    expect(await stand.entries('a')).to.deep.equal(['0', '1']);
  });

  it('is a cluster: the operator is told', async () => {
    await start({ 'cluster-enabled': 'yes' });
    await stand.redis.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
    stand.send(['a', '1']);
    await stand.logged(/error .*CROSSSLOT.*it is a node of a Redis Cluster/);
    await stand.outbox.close();
    expect(stand.outcomes).to.deep.equal([{ delivered: 0, dropped: { closed: 1 } }]);
  });

  async function stateKey(): Promise<string> {
    const [key = ''] = await stand.redis.keys(STATE);
    return key;
  }
});
