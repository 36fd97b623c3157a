import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from 'chai';
import { LOST, QUEUED, type TapSettings } from '../../lib/deliver/tap/tap-settings.ts';
import { MAX_SUBSCRIBERS, Subscribers, type TappedRelay } from '../../lib/operate/subscribers.ts';
import { temporaryDirectory } from '../deliver/temporary-directory.ts';

/** Keeps who is tapped, as the threads do. */
class Taps implements TappedRelay {
  readonly open = new Map<number, { settings: TapSettings; take: (lines: Uint8Array) => void }>();

  tap(settings: TapSettings, take: (lines: Uint8Array) => void): Promise<void> {
    this.open.set(settings.id, { settings, take });
    return Promise.resolve();
  }

  untap(id: number): void {
    this.open.delete(id);
  }

  get only(): { settings: TapSettings; take: (lines: Uint8Array) => void } {
    const [first] = this.open.values();
    if (first === undefined) throw new Error('nobody is subscribed');
    return first;
  }
}

/** Resolves when `holds`. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

describe('Subscribers', () => {
  const directory = temporaryDirectory();
  let taps: Taps;
  let subscribers: Subscribers;
  let server: Server;

  beforeEach(async () => {
    taps = new Taps();
    subscribers = new Subscribers(taps);
    server = createServer((_, response) => {
      void subscribers.serve({ when: {}, form: 'text' }, response);
    });
    server.listen(join(directory(), 'socket'));
    await once(server, 'listening');
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  function subscribe(): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const socketPath = join(directory(), 'socket');
      request({ socketPath, agent: false }, resolve).on('error', reject).end();
    });
  }

  it('get what threads copy, and how much was lost in its place', async () => {
    const response = await subscribe();
    const { settings, take } = taps.only;
    const feed = (text: string): void => {
      Atomics.add(settings.shared, QUEUED, text.length);
      take(Buffer.from(text));
    };
    feed('6 one\n');
    Atomics.add(settings.shared, LOST, 3);
    feed('6 two\n');
    let text = '';
    response.setEncoding('utf8').on('data', (part: string) => (text += part));
    await until(() => text.includes('two'));
    expect(text).to.equal('6 one\nlost 3\n6 two\n');
    await until(() => Atomics.load(settings.shared, QUEUED) === 0);
  });

  it('that do not read keep their queue full, until they do', async () => {
    const response = await subscribe();
    const { settings, take } = taps.only;
    const piece = Buffer.alloc(64 * 1024, 'x\n');
    let fed = 0;
    // The system's buffers take some of it.
    while (Atomics.load(settings.shared, QUEUED) < 1024 * 1024) {
      Atomics.add(settings.shared, QUEUED, piece.length);
      take(piece);
      fed += piece.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
    let read = 0;
    response.on('data', (part: Buffer) => (read += part.length));
    await until(() => read === fed);
    await until(() => Atomics.load(settings.shared, QUEUED) === 0);
  });

  it('exist only while somebody reads, at most eight', async () => {
    const responses = await Promise.all(Array.from({ length: MAX_SUBSCRIBERS }, subscribe));
    expect(subscribers.isFull).to.equal(true);
    expect(taps.open.size).to.equal(MAX_SUBSCRIBERS);
    responses[0]?.destroy();
    await until(() => !subscribers.isFull);
    expect(taps.open.size).to.equal(MAX_SUBSCRIBERS - 1);
    for (const response of responses) response.destroy();
    await until(() => taps.open.size === 0);
  });
});
