import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { RedisServer } from '../../servers/redis-server.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { redisConfig } from './redis-config.ts';
import { RedisStand } from './redis-stand.ts';

describe('entries of a redis destination', () => {
  let stand: RedisStand;
  const directory = temporaryDirectory();

  async function start(config: Parameters<typeof redisConfig>[1]): Promise<void> {
    const server = await RedisServer.start();
    stand = new RedisStand(server, redisConfig(server.port, config));
  }

  afterEach(() => stand.close());

  it('are one field with the event in JSON', async () => {
    await start({ stream: 'logs' });
    await stand.deliver(['web1', 'é "x"\n\u0001']);
    const [entry] = await stand.redis.xrange('logs', '-', '+');
    expect(entry?.[1][0]).to.equal('event');
    expect(JSON.parse(entry?.[1][1] ?? '')).to.include({
      hostname: 'web1',
      message: 'é "x"\n\u0001',
    });
  });

  it('have the fields of the configuration, in its order', async () => {
    await start({ fields: ['message', 'host', 'severity', 'facility', 'format', 'event'] });
    await stand.deliver(['web1', 'one\ntwo'], ['web1', '']);
    const entries = await stand.redis.xrange('logs', '-', '+');
    const fields = entries.map(([, values]) => values.slice(0, 10));
    expect(fields).to.deep.equal([
      ['message', 'one\ntwo', 'host', 'web1', 'severity', '', 'facility', '1', 'format', 'rfc3164'],
      ['message', '', 'host', 'web1', 'severity', '', 'facility', '1', 'format', 'rfc3164'],
    ]);
  });

  it('have fields of templates, with what senders wrote as it is', async () => {
    await start({ fields: { 'a b': '$HOST/$FORMAT', msg: '<$MSG>', '': '' } });
    await stand.deliver(['web1', 'x\u0001\ny']);
    const [[, fields] = []] = await stand.redis.xrange('logs', '-', '+');
    expect(fields).to.deep.equal(['a b', 'web1/rfc3164', 'msg', '<x\u0001\ny>', '', '']);
  });

  it('go to streams of any name, escaped so that braces stay those of the template', async () => {
    const long = 'h'.repeat(300);
    await start({ stream: 'l:{$HOST}', fields: { line: '$MSG' }, login: { keyPrefix: 'p:' } });
    const hosts = ['a{b}c', 'x\ny', long, '', '100%', 'é', '\udcff'.toWellFormed()];
    await stand.deliver(...hosts.map((host, i) => [host, `${i}`] as const));
    const keys = await stand.redis.keys('p:l:*');
    expect(keys.sort()).to.deep.equal(
      [
        'p:l:{a%7Bb%7Dc}',
        'p:l:{x%0Ay}',
        `p:l:{${long}}`,
        'p:l:{_}',
        'p:l:{100%25}',
        'p:l:{é}',
        'p:l:{\ufffd}',
      ].sort(),
    );
    expect(await stand.entries(`p:l:{${long}}`)).to.deep.equal(['2']);
    expect(await stand.redis.keys('p:netconsole-relay:{_overflow}:*')).to.have.length(1);
  });

  it('go to one more stream beyond maxStreams, and are counted', async () => {
    await start({ stream: 'l:$HOST', fields: { line: '$MSG' }, maxStreams: 2 });
    await stand.deliver(['a', '1'], ['b', '2'], ['c', '3'], ['d', '4'], ['a', '5']);
    expect(await stand.entries('l:a')).to.deep.equal(['1', '5']);
    expect(await stand.entries('l:_overflow')).to.deep.equal(['3', '4']);
    expect((await stand.redis.keys('l:*')).sort()).to.deep.equal(['l:_overflow', 'l:a', 'l:b']);
    expect(stand.counts.side['too-many-streams']).to.equal(2);
  });

  it('are limited in number', async () => {
    await start({ fields: { line: '$MSG' }, maxLength: 100 });
    const events = Array.from({ length: 1000 }, (_, i) => ['a', `${i}`] as const);
    await stand.deliver(...events);
    const values = await stand.entries('logs');
    // Redis trims whole nodes of 100 entries.
    expect(values.length).to.be.within(100, 200);
    expect(values.at(-1)).to.equal('999');
  });

  it('are limited in age, by the clock of the server', async () => {
    await start({ fields: { line: '$MSG' }, maxAgeMs: 60_000 });
    const [seconds] = await stand.redis.time();
    const oldMs = Number(seconds) * 1000 - 120_000;
    for (let i = 0; i < 300; i++) await stand.redis.xadd('logs', `${oldMs + i}-0`, 'line', 'old');
    await stand.deliver(['a', 'new']);
    const values = await stand.entries('logs');
    expect(values.length).to.be.within(1, 101);
    expect(values.at(-1)).to.equal('new');
  });

  it('count as delivered when a replica has them', async () => {
    await start({ fields: { line: '$MSG' }, waitReplicas: { count: 1, timeoutMs: 50 } });
    stand.send(['a', '1'], ['a', '2']);
    stand.send(['a', '3']);
    await stand.logged(/warn .*0 of 1 replicas .* have the events/);
    expect(stand.outcomes).to.deep.equal([]);
    await stand.redis.config('SET', 'repl-diskless-sync-delay', 0);
    const replica = await RedisServer.start({ replicaof: `127.0.0.1 ${stand.server.port}` });
    await stand.drained();
    await replica.stop();
    expect(await stand.entries('logs')).to.deep.equal(['1', '2', '3']);
    // The replica may come between the two: then the second batch is confirmed first.
    const delivered = stand.outcomes.map((outcome) => outcome.delivered);
    expect(delivered.toSorted((a, b) => a - b)).to.deep.equal([1, 2]);
  });

  it('arrive over TLS, by a user with the documented permissions and no others', async () => {
    const [cert, key] = createCertificate(directory());
    const server = await RedisServer.start({
      'tls-port': 0,
      'tls-cert-file': cert,
      'tls-key-file': key,
      'tls-auth-clients': 'no',
    });
    const tlsPort = await server.listenWithTls();
    const tls = {
      ca: cert,
      cert: undefined,
      key: undefined,
      serverName: 'localhost',
      minVersion: 'TLSv1.2',
    } as const;
    const config = redisConfig(tlsPort, {
      stream: 'logs:$HOST',
      fields: { line: '$MSG' },
      maxLength: 1000,
      maxAgeMs: 60_000,
      login: { username: 'relay', password: 'secret', database: 3, tls },
    });
    stand = new RedisStand(server, config);
    const rules =
      'reset on >secret ~logs:* ~netconsole-relay:* +evalsha +eval +get +set +xadd +xtrim +time +select';
    await stand.redis.call('ACL', 'SETUSER', 'relay', ...rules.split(' '));
    await stand.deliver(['a', '1'], ['b', '2']);
    await stand.deliver(['a', '3']);
    await stand.redis.select(3);
    expect(await stand.entries('logs:a')).to.deep.equal(['1', '3']);
    expect(stand.log.entries).to.deep.equal([]);
  });
});

/** A certificate for `localhost`, signed by itself; returns the paths of it and of its key. */
function createCertificate(directory: string): [string, string] {
  const [cert, key] = [`${directory}/cert.pem`, `${directory}/key.pem`];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const files = ['-keyout', key, '-out', cert];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  execFileSync('openssl', ['req', ...kind, ...files, ...subject], { stdio: 'pipe' });
  return [cert, key];
}
