import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect as connectPlain } from 'node:net';
import { connect } from 'node:tls';
import { expect } from 'chai';
import { Authority, type Certificate } from '../servers/certificates.ts';
import { RunningRelay } from './running-relay.ts';
import { ended } from './send-lines.ts';
import { StreamRelay } from './stream-relay.ts';

describe('TLS sources', () => {
  const authority = new Authority('authority of the tests');
  const stranger = new Authority('another authority');
  const own = authority.issue({ name: 'localhost' });
  const tls = (mode: string): string =>
    `type: tls, listen: "127.0.0.1:0", tls: { cert: ${own.cert}, key: ${own.key}, ca: ${authority.file}, clientCertificates: ${mode} }`;
  let relay: StreamRelay;

  before(async () => {
    relay = await StreamRelay.start(`
  none: { ${tls('none')} }
  optional: { ${tls('optional')} }
  required: { ${tls('required')} }`);
  });

  after(() => relay.stop());

  it('name the source and the key of each file that cannot be read', async () => {
    const broken = RunningRelay.startOnly({
      config: `sources: { k: { type: tls, listen: "127.0.0.1:0", tls: { cert: ${own.cert}, key: DIR/no.pem } } }
destinations: { out: { type: stdout } }
`,
    });
    expect(await broken.child.exited).to.equal(100);
    expect(broken.child.stderr).to.include(
      `source k: \`tls.key\`: cannot read ${broken.directory}/no.pem: ENOENT (no such file or directory); correct the path or its permissions\n`,
    );
    await broken.stop();
  });

  /** Sends a message; resolves when the connection has ended, for whatever reason. */
  async function send(source: string, message: string, from?: Certificate): Promise<void> {
    const socket = connect({
      host: '127.0.0.1',
      port: relay.relay.port(source),
      ca: readFileSync(authority.file),
      servername: 'localhost',
      ...(from && { cert: readFileSync(from.cert), key: readFileSync(from.key) }),
    });
    const closed = ended(socket);
    socket.resume();
    socket.end(`<13>1 - web1 app - - - ${message}\n`);
    await closed;
  }

  async function isRefused(source: string, cause: RegExp, message: string): Promise<void> {
    await relay.relay.child.printed(
      new RegExp(`source ${source}: refused 127\\.0\\.0\\.1:\\d+: ${cause.source}`),
    );
    expect(relay.events().some((event) => event.message === message)).to.equal(false);
  }

  it('accept clients without certificate where none is asked for, and where it is optional', async () => {
    await send('none', 'plain');
    await send('optional', 'without');
    expect((await relay.received(1, 'none'))[0]?.message).to.equal('plain');
    const [event] = await relay.received(1, 'optional');
    expect(event?.message).to.equal('without');
    expect(event?.source).to.include({ transport: 'tls', address: '127.0.0.1' });
  });

  it('accept clients with a certificate of the authority', async () => {
    await send('required', 'signed', authority.issue({ name: 'web1' }));
    expect((await relay.received(1, 'required'))[0]?.message).to.equal('signed');
  });

  it('name a client that sends no certificate', async () => {
    await send('required', 'no certificate');
    await isRefused('required', /the client sent no certificate; /, 'no certificate');
  });

  it('name a certificate of another authority, with its subject', async () => {
    await send('required', 'unknown', stranger.issue({ name: 'intruder' }));
    await isRefused(
      'required',
      /the certificate of the client, CN=intruder, is not signed by an authority in tls\.ca/,
      'unknown',
    );
    await send('optional', 'unknown', stranger.issue({ name: 'intruder' }));
    await isRefused(
      'optional',
      /the certificate of the client, CN=intruder, is not signed/,
      'unknown',
    );
  });

  it('name an expired certificate, with its subject and date', async () => {
    await send('required', 'expired', authority.issue({ name: 'web2', isExpired: true }));
    await isRefused(
      'required',
      /the certificate of the client, CN=web2, expired on .* GMT; renew it/,
      'expired',
    );
  });

  it('name a client that speaks no TLS', async () => {
    const socket = connectPlain(relay.relay.port('none'), '127.0.0.1');
    socket.resume();
    socket.write('<13>plain text\n');
    await ended(socket);
    await isRefused('none', /the client does not speak TLS; /, 'plain text');
  });

  it('name a client that does not trust our certificate', async () => {
    const to = `127.0.0.1:${relay.relay.port('none')}`;
    const trust = ['-CAfile', stranger.file, '-verify_return_error'];
    spawnSync('openssl', ['s_client', '-brief', '-connect', to, ...trust], {
      input: '<13>distrust\n',
    });
    await isRefused('none', /the client refuses our certificate; /, 'distrust');
  });
});
