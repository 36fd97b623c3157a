import { hostname } from 'node:os';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { RedisServer } from '../../servers/redis-server.ts';
import { eventJson, RedisSourceStand } from './redis-source-stand.ts';

const GROUP = 'netconsole-relay';

async function add(source: RedisSourceStand, count: number, stream = 'logs'): Promise<void> {
  const pipeline = source.redis.pipeline();
  for (let i = 0; i < count; i++) pipeline.xadd(stream, '*', 'event', eventJson(`${stream} ${i}`));
  await pipeline.exec();
}

describe('redis source', () => {
  let server: RedisServer;
  let stand: RedisSourceStand | undefined;

  before(async () => {
    server = await RedisServer.start();
  });

  beforeEach(async () => {
    const cleaner = new Redis(server.port, '127.0.0.1');
    await cleaner.flushall();
    cleaner.disconnect();
  });

  afterEach(async () => {
    await stand?.close();
    stand = undefined;
  });

  after(() => server.stop());

  function start(settings = 'streams: [logs], consumer: me'): RedisSourceStand {
    stand = new RedisSourceStand(server, settings);
    return stand;
  }

  it('reads what was there before the group, and what comes later, and acknowledges it', async () => {
    const source = start();
    await add(source, 3);
    await source.until(() => source.lines.length === 3);
    await add(source, 2);
    await source.until(() => source.lines.length === 5);
    expect(source.lines).to.deep.equal(
      [0, 1, 2, 0, 1].map((number) => eventJson(`logs ${number}`)),
    );
    await source.until(async () => (await source.pending()) === 0);
    expect(source.count('events')).to.equal(5);
    expect(source.count('extended')).to.equal(5);
    expect(source.reports).to.deep.equal([]);
  });

  it('keeps text that no relay wrote', async () => {
    const source = start();
    await source.redis.xadd('logs', '1700000000123-0', 'event', '{"msg":"other"}');
    await source.redis.xadd('logs', '*', 'level', 'info', 'msg', 'b c');
    await source.until(() => source.lines.length === 2);
    const [first, second] = source.lines.map((line) => JSON.parse(line) as object);
    expect(first).to.deep.equal({
      receivedAt: '2023-11-14T22:13:20.123000Z',
      source: { transport: 'redis', listener: 'edge' },
      format: 'unparsed',
      hostname: hostname(),
      facility: 1,
      severity: 5,
      message: '{"msg":"other"}',
    });
    expect(second).to.deep.include({ message: 'level=info msg=b c', format: 'unparsed' });
    expect(source.count('unparsed')).to.equal(2);
  });

  it('has four chunks of 500 unsettled at most, over all streams', async () => {
    const source = start('streams: "logs:$(hash 2 $HOST)"');
    source.fate = 'unsettled';
    await add(source, 3000, 'logs:0');
    await add(source, 3000, 'logs:1');
    // The first chunk may be smaller: it is read while entries are added.
    await source.until(() => source.chunks === 4);
    source.fate = 'delivered';
    source.settleAll(true);
    await source.until(() => source.lines.length === 6000);
    expect(source.mostUnsettled).to.equal(4);
    await source.until(async () => (await source.pending('logs:0')) === 0);
  });

  it('passes on nothing while it is paused', async () => {
    const source = start();
    source.reader.pause();
    await add(source, 3);
    await source.until(async () => (await source.pending().catch(() => 0)) === 3);
    expect(source.lines).to.deep.equal([]);
    source.reader.resume();
    await source.until(() => source.lines.length === 3);
  });

  it('passes a chunk on again after a destination dropped events of it', async () => {
    const source = start();
    source.fate = 'dropped';
    await add(source, 2);
    await source.until(() => source.lines.length === 2);
    source.fate = 'delivered';
    await source.until(() => source.lines.length === 4);
    await source.until(async () => (await source.pending()) === 0);
  });

  it('takes its own pending entries first after a restart, and counts those that were trimmed', async () => {
    const first = start();
    first.fate = 'unsettled';
    await add(first, 4);
    await first.until(async () => (await first.pending()) === 4);
    await first.reader.close();
    await first.redis.xtrim('logs', 'MAXLEN', 2);
    const second = new RedisSourceStand(server, 'streams: [logs], consumer: me');
    await add(second, 1);
    await second.until(() => second.lines.length === 3);
    expect(second.lines).to.deep.equal([2, 3, 0].map((number) => eventJson(`logs ${number}`)));
    expect(second.count('trimmedUnread')).to.equal(2);
    await second.until(async () => (await second.pending()) === 0);
    await second.close();
  });

  it('takes over the entries of a consumer that gives no sign of life, not those of one that is slow', async () => {
    const dead = start('streams: [logs], consumer: dead, claimAfter: 1s');
    dead.fate = 'unsettled';
    await add(dead, 2);
    await dead.until(() => dead.lines.length === 2);
    const other = new RedisSourceStand(server, 'streams: [logs], consumer: other, claimAfter: 1s');
    const startedMs = performance.now();
    // The slow one renews its own.
    await other.until(() => performance.now() > startedMs + 1300);
    expect(other.lines).to.deep.equal([]);
    await dead.reader.close();
    await other.until(() => other.lines.length === 2);
    await other.close();
  });

  it('refuses an entry after ten deliveries', async () => {
    const source = start('streams: [unused]');
    await source.redis.xgroup('CREATE', 'logs', GROUP, '0', 'MKSTREAM');
    await add(source, 2);
    await source.redis.xreadgroup('GROUP', GROUP, 'me', 'STREAMS', 'logs', '>');
    const [first] = await source.redis.xrange('logs', '-', '+', 'COUNT', 1);
    const poison = first?.[0] ?? '';
    await source.redis.call('XCLAIM', 'logs', GROUP, 'me', 0, poison, 'RETRYCOUNT', 10);
    const reader = new RedisSourceStand(server, 'streams: [logs], consumer: me');
    await reader.until(() => reader.lines.length === 1);
    expect(reader.lines).to.deep.equal([eventJson('logs 1')]);
    expect(reader.count('refused')).to.equal(1);
    expect(reader.reports).to.have.lengthOf(1);
    expect(reader.reports[0]).to.match(new RegExp(`^error source edge: refused entry ${poison} `));
    await reader.until(async () => (await reader.pending()) === 0);
    await reader.close();
  });

  it('creates the group again when the stream was deleted', async () => {
    const source = start();
    await add(source, 1);
    await source.until(() => source.lines.length === 1);
    await source.redis.del('logs');
    await add(source, 2);
    await source.until(() => source.lines.length === 3);
    expect(source.reports).to.have.lengthOf(1);
    expect(source.reports[0]).to.match(
      /^warn source edge: group netconsole-relay of stream logs was gone/,
    );
  });

  it('says once that the server is away, and reads on when it is back', async () => {
    const other = await RedisServer.start({ appendonly: 'yes', appendfsync: 'always' });
    const source = new RedisSourceStand(other, 'streams: "logs:$(hash 2 x)"');
    await add(source, 1, 'logs:0');
    await source.until(() => source.lines.length === 1);
    await other.kill();
    await source.until(() => source.reports.length > 0);
    await other.start();
    await source.until(() => source.reports.length > 1);
    await add(source, 1, 'logs:0');
    await source.until(() => source.lines.length === 2);
    expect(source.reports[0]).to.match(
      /^warn source edge: Cannot read stream logs:. of redis:.*; check/,
    );
    expect(source.reports.slice(1)).to.deep.equal(['info source edge: reads its streams again']);
    await source.close();
    await other.stop();
  });

  it('removes consumers that have nothing pending and were idle for a day, and no others', async () => {
    const source = start('streams: [unused]');
    await source.redis.xgroup('CREATE', 'logs', GROUP, '0', 'MKSTREAM');
    await source.redis.xgroup('CREATECONSUMER', 'logs', GROUP, 'fresh');
    await add(source, 1);
    await source.redis.xreadgroup('GROUP', GROUP, 'pending', 'STREAMS', 'logs', '>');
    const reader = new RedisSourceStand(server, 'streams: [logs], consumer: me');
    await add(reader, 1);
    await reader.until(() => reader.lines.length === 1);
    const rows = (await reader.redis.xinfo('CONSUMERS', 'logs', GROUP)) as unknown[][];
    expect(rows.map((row) => row[1])).to.have.members(['fresh', 'pending', 'me']);
    await reader.close();
  });

  it('reports how far the group is behind, and entries trimmed before it read them', async () => {
    const source = start('streams: [unused]');
    await source.redis.xgroup('CREATE', 'logs', GROUP, '0', 'MKSTREAM');
    await add(source, 5);
    await source.redis.xtrim('logs', 'MAXLEN', 2);
    const reader = new RedisSourceStand(server, 'streams: [logs], consumer: me');
    await reader.until(() => reader.lines.length === 2);
    expect(reader.count('trimmedUnread')).to.equal(3);
    expect(reader.count('lag')).to.be.above(0);
    expect(reader.reports.join()).to.match(
      /^error source edge: entries of stream logs were trimmed before/,
    );
    await reader.close();
  });
});
