import { expect } from 'chai';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { SyslogDestinationConfig } from '../../../lib/config/destination-config.ts';
import { createDestination } from '../../../lib/deliver/destination-kinds.ts';
import { DestinationCounts } from '../../../lib/deliver/destination-counts.ts';
import { createEncoder } from '../../../lib/deliver/encoder-kinds.ts';
import { Authority, type Certificate } from '../../servers/certificates.ts';
import { freeTcpPort } from '../../servers/free-port.ts';
import { SyslogNg } from '../../servers/syslog-ng.ts';
import { Feed } from '../feed.ts';
import { LogRecord } from '../log-record.ts';
import { syslogConfig } from './syslog-config.ts';

type TlsChanges = Partial<SyslogDestinationConfig['tls']>;

interface Case {
  readonly name: string;
  /** Of the server. */
  readonly certificate: (ours: Authority, other: Authority) => Certificate;
  readonly verifiesClients: boolean;
  readonly tls: (ours: Authority, other: Authority) => TlsChanges;
  readonly problem: RegExp;
}

const good = (ours: Authority): Certificate => ours.issue({ name: 'localhost' });

const CASES: readonly Case[] = [
  {
    name: 'an expired certificate',
    certificate: (ours) => ours.issue({ name: 'localhost', isExpired: true }),
    verifiesClients: false,
    tls: (ours) => ({ ca: ours.file }),
    problem: /the peer’s certificate expired on [A-Z][a-z]{2} .* GMT; renew it/,
  },
  {
    name: 'a certificate for another name',
    certificate: (ours) => ours.issue({ name: 'other.example' }),
    verifiesClients: false,
    tls: (ours) => ({ ca: ours.file }),
    problem: /the peer’s certificate is for DNS:other\.example; set tls\.serverName/,
  },
  {
    name: 'an unknown authority',
    certificate: (_, other) => good(other),
    verifiesClients: false,
    tls: (ours) => ({ ca: ours.file }),
    problem: /signed by "Other CA", which is not a known authority \([A-Z_]+\); set tls\.ca/,
  },
  {
    name: 'no certificate of ours',
    certificate: good,
    verifiesClients: true,
    tls: (ours) => ({ ca: ours.file }),
    problem: /the peer requires a certificate from us; set tls\.cert and tls\.key/,
  },
  {
    name: 'a certificate of ours from an authority that it does not know',
    certificate: good,
    verifiesClients: true,
    tls: (ours, other) => ({ ca: ours.file, ...other.issue({ name: 'client' }) }),
    problem: /the peer does not know the authority of our certificate; use a certificate/,
  },
  {
    name: 'an expired certificate of ours',
    certificate: good,
    verifiesClients: true,
    tls: (ours) => ({ ca: ours.file, ...ours.issue({ name: 'client', isExpired: true }) }),
    problem: /our certificate has expired; renew tls\.cert/,
  },
];

/** A destination that cannot deliver, with one event in its queue. */
class RefusedStand {
  readonly log = new LogRecord();
  readonly counts = new DestinationCounts();
  #feed: Feed | undefined;
  #close: () => Promise<void> = () => Promise.resolve();

  async start(config: SyslogDestinationConfig): Promise<void> {
    const { log, counts } = this;
    const destination = await createDestination(config, { log, counts });
    this.#feed = new Feed(destination, (context) => createEncoder(config, context));
    this.#feed.offer('a', 'one');
    this.#close = () => destination.close();
  }

  /** Resolves with the first line of the log. */
  async problem(): Promise<string> {
    while (this.log.entries.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    return this.log.entries[0] as string;
  }

  /** Events sent again. */
  get resent(): number {
    return this.counts.side.resent ?? 0;
  }

  get feed(): Feed {
    if (this.#feed === undefined) throw new Error('not started');
    return this.#feed;
  }

  close(): Promise<void> {
    return this.#close();
  }
}

describe('TLS to syslog-ng', () => {
  let ours: Authority;
  let other: Authority;
  let server: SyslogNg | undefined;
  let stand: RefusedStand;
  let port: number;

  before(() => {
    ours = new Authority('Test CA');
    other = new Authority('Other CA');
  });

  beforeEach(async () => {
    stand = new RefusedStand();
    port = await freeTcpPort();
  });

  afterEach(async () => {
    await stand.close();
    await server?.stop();
    server = undefined;
  });

  async function startServer({ cert, key }: Certificate, verifiesClients: boolean): Promise<void> {
    const verify = verifiesClients ? 'required-trusted' : 'optional-untrusted';
    server = await SyslogNg.start(`options { keep-hostname(yes); flush-lines(1); };
source s { syslog(transport("tls") ip("127.0.0.1") port(${port})
  tls(cert-file("${cert}") key-file("${key}") ca-file("${ours.file}") peer-verify(${verify}))); };
destination d { file("DIR/all.log" template("$MSG\\n")); };
log { source(s); destination(d); };`);
  }

  function configWith(tls: TlsChanges): SyslogDestinationConfig {
    const base = syslogConfig([{ transport: 'tls', host: 'localhost', port }]);
    return { ...base, tls: { ...base.tls, ...tls } };
  }

  it('delivers with certificates that both sides accept', async () => {
    await startServer(good(ours), true);
    const client = ours.issue({ name: 'client' });
    await stand.start(configWith({ ca: ours.file, ...client }));
    await stand.feed.someSettled();
    expect(await server?.settledFile('all.log')).to.equal('one\n');
    expect(stand.log.entries).to.deep.equal([]);
  });

  for (const { name, certificate, verifiesClients, tls, problem } of CASES) {
    it(`names the cause of a refusal: ${name}`, async () => {
      await startServer(certificate(ours, other), verifiesClients);
      await stand.start(configWith(tls(ours, other)));
      expect(await stand.problem()).to.match(problem);
      expect(stand.feed.queued).to.equal(1);
    });
  }

  it('names the cause of a refusal: a peer that does not speak TLS', async () => {
    const plain = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n')).listen(port);
    await once(plain, 'listening');
    await stand.start(configWith({ ca: ours.file }));
    expect(await stand.problem()).to.match(/the peer does not speak TLS; use tcp:\/\/ or the port/);
    plain.close();
  });

  it('tries once per back-off step if its certificate is refused, writes nothing, and logs it once', async () => {
    await startServer(good(ours), true);
    const startMs = performance.now();
    await stand.start(configWith({ ca: ours.file }));
    await server?.file('all.log', () => attempts() >= 4);
    // Steps of 100, 200 and 400 ms, each shortened by up to a half.
    expect(performance.now() - startMs).to.be.at.least(350);
    expect(stand.log.entries.length).to.equal(1);
    expect(stand.resent).to.equal(0);
    expect(stand.feed).to.deep.include({ delivered: 0, dropped: {} });
  });

  /** Connections that the server has accepted, and their times. */
  function attempts(): number {
    return server?.log.match(/Syslog connection accepted/g)?.length ?? 0;
  }
});

describe('a message that makes the peer close the connection', () => {
  it('is found and dropped as refused, and no other message is', async function () {
    this.timeout(60_000);
    const port = await freeTcpPort();
    const server =
      await SyslogNg.start(`options { keep-hostname(yes); log-msg-size(2000); flush-lines(1); };
source s { syslog(transport("tcp") ip("127.0.0.1") port(${port})); };
destination d { file("DIR/all.log" template("$MSG\\n")); };
log { source(s); destination(d); };`);
    const stand = new RefusedStand();
    await stand.start(syslogConfig([{ transport: 'tcp', host: '127.0.0.1', port }]));
    stand.feed.offer('a', 'x'.repeat(5000));
    stand.feed.offer('a', 'two');
    while (stand.feed.queued > 0) await stand.feed.someSettled();
    expect(stand.feed).to.deep.include({ delivered: 2, dropped: { refused: 1 } });
    const lines = (await server.settledFile('all.log')).trimEnd().split('\n');
    expect([lines[0], lines.at(-1)]).to.deep.equal(['one', 'two']);
    expect(stand.log.entries.find((entry) => entry.startsWith('error'))).to.match(
      /one message of 5\d{3} bytes, lower maxMessage .* counted as refused/,
    );
    await stand.close();
    await server.stop();
  });
});

describe('a peer that accepts connections and closes them', () => {
  it('blames no message, and is tried with the back-off', async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const stand = new RefusedStand();
    await stand.start(syslogConfig([{ transport: 'tcp', host: '127.0.0.1', port }]));
    for (let accepted = 0; accepted < 4; accepted++) await once(server, 'connection');
    expect(stand.feed).to.deep.include({ delivered: 0, dropped: {}, queued: 1 });
    expect(stand.log.entries.length).to.be.within(1, 2);
    await stand.close();
    server.close();
  });
});
