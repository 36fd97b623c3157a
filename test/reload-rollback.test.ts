import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { expect } from 'chai';
import type { Config } from '../lib/config/config.ts';
import { loadConfig } from '../lib/config/load-config.ts';
import { RECEIVERS } from '../lib/receive/receivers.ts';
import { Relay } from '../lib/relay.ts';
import { readNameSettings } from '../lib/senders/name-settings.ts';
import { THREAD_MODULES } from '../lib/shard/thread-modules.ts';
import { runningThreads } from '../lib/system/start-thread.ts';
import { LogRecord } from './deliver/log-record.ts';
import { temporaryDirectory } from './deliver/temporary-directory.ts';
import { LineReceiver, lineSource } from './receive/line-source.ts';

const createLines = (): LineReceiver => new LineReceiver();

/** Whether threads of sources that need an event loop cannot start: as if the system had no descriptors left. */
let isRefused = false;
const RECEIVING = {
  receivers: Object.assign({ lines: createLines }, RECEIVERS),
  modules: {
    ...THREAD_MODULES,
    get 'event-loop'() {
      if (!isRefused) return THREAD_MODULES['event-loop'];
      return { from: import.meta.url, file: './shard/refused-thread' };
    },
  },
};

const IS_PORTABLE = process.env['NETCONSOLE_RELAY_RECEIVER'] === 'dgram';

describe('a rejected reload', () => {
  const directory = temporaryDirectory();
  let relay: Relay;
  let taken: Socket;

  beforeEach(async () => {
    taken = createSocket('udp4');
    taken.bind(0, '127.0.0.1');
    await once(taken, 'listening');
    relay = new Relay(config(''), new LogRecord(), RECEIVING);
    await relay.start();
  });

  afterEach(async () => {
    await relay.stop();
    taken.close();
  });

  /** One with new sources and destinations, of which the last may be refused. */
  function config(source: string, destination = ''): Config {
    const text = `
sources:
  udp: { type: udp, listen: "127.0.0.1:0" }
${source}
destinations:
  files: { type: file, path: "${directory()}/$SOURCE.log" }
${destination}
`;
    return loadConfig(text, { file: 'test', env: {}, readFile: () => '' }).config;
  }

  const NEW_SOURCE = '  other: { type: udp, listen: "127.0.0.1:0" }';
  const newFile = (): string => `  more: { type: file, path: "${directory()}/more.log" }`;

  interface State {
    readonly sockets: readonly string[];
    readonly threads: number;
    readonly accounts: readonly string[];
  }

  function state(): State {
    return { sockets: sockets(), threads: runningThreads(), accounts: relay.account() };
  }

  const REFUSALS: Readonly<Record<string, () => Promise<void>>> = {
    'a hosts file is unreadable': async () => {
      const next = config(NEW_SOURCE, newFile());
      await relay.reload(next, { names: readNameSettings(next.hosts, directory()) });
    },
    'a port is taken': () =>
      relay.reload(
        config(
          `${NEW_SOURCE}\n  third: { type: udp, listen: "127.0.0.1:${taken.address().port}" }`,
          newFile(),
        ),
      ),
    'a destination is refused': () =>
      relay.reload(
        config(
          NEW_SOURCE,
          `${newFile()}\n  worse: { type: file, path: "${directory()}/w.log", owner: nobody-has-this-name }`,
        ),
      ),
    'a thread is refused': () => {
      isRefused = true;
      const next = config(NEW_SOURCE, newFile());
      const lines = lineSource('lines', `${directory()}/lines.sock`);
      return relay.reload({ ...next, sources: [...next.sources, lines] });
    },
    'it is too late at once': () =>
      relay.reload(config(NEW_SOURCE, newFile()), { signal: AbortSignal.abort(new Error('late')) }),
    'it is too late while destinations are opened': () => {
      const aborter = new AbortController();
      const reloading = relay.reload(config(NEW_SOURCE, newFile()), { signal: aborter.signal });
      setImmediate(() => aborter.abort(new Error('late')));
      return reloading;
    },
  };

  for (const [why, reload] of Object.entries(REFUSALS)) {
    if (why === 'a thread is refused' && IS_PORTABLE) {
      it.skip(`changes nothing if ${why}: all sources of the portable receiver share one thread`);
      continue;
    }
    it(`changes nothing if ${why}, and the next one is as good as the first`, async () => {
      const before = state();
      const error = await reload().then(
        () => undefined,
        (reason: unknown) => reason,
      );
      isRefused = false;
      expect(error).to.be.instanceOf(Error);
      await threadsAre(before.threads);
      expect(state()).to.deep.equal(before);
      await relay.reload(config(NEW_SOURCE, newFile()));
      expect(sockets()).to.have.length(before.sockets.length + 1);
      await threadsAre(before.threads + 1);
      expect(runningThreads()).to.equal(before.threads + 1);
    });
  }
});

/** Threads that were being started when it became too late end a little later. */
async function threadsAre(count: number): Promise<void> {
  while (runningThreads() > count) await new Promise((resolve) => setImmediate(resolve));
}

/** The bound UDP sockets of this process, by inode. */
function sockets(): string[] {
  const udp = readFileSync('/proc/self/net/udp', 'utf8');
  return readdirSync('/proc/self/fd')
    .flatMap((fd) => inodeOf(fd))
    .filter((inode) => new RegExp(` ${inode} `).test(udp))
    .sort();
}

function inodeOf(fd: string): string[] {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${fd}`))?.slice(1) ?? [];
  } catch {
    // The descriptor that listed the directory.
    return [];
  }
}
