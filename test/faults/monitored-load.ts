import { setTimeout as pause } from 'node:timers/promises';
import { Child } from '../servers/child.ts';
import { ask } from '../integration/operate/ask.ts';
import { MAIN, RunningRelay } from '../integration/running-relay.ts';
import { numberedLoad } from './numbered-load.ts';

const CONFIG = `
sources:
  load: { type: udp, listen: "127.0.0.1:0", receiveBuffer: 256MiB, keepHostname: true }
destinations:
  files: { type: file, path: "DIR/out/$(hash 8 $HOST).log", template: $MSG, queue: 512MiB }
http: { listen: "127.0.0.1:0" }
drainTimeout: 60s
`;

/** What became of a load that was sent to a relay while it was reloaded, scraped and tailed. */
export interface MonitoredResult {
  readonly received: number;
  readonly delivered: number;
  readonly kernelDrops: number;
  readonly reloads: number;
  readonly refusedReloads: number;
  readonly scrapes: number;
  /** Events that the subscriber got, and those that it was told it lost. */
  readonly tailed: number;
  readonly tailLost: number;
}

/**
 * Sends `messages` at `rate` to a relay; meanwhile reloads it ten times, every second time with a wrong configuration, scrapes its metrics every second,
 * and reads its live events with `tail`.
 */
export async function monitoredLoad(messages: number, rate: number): Promise<MonitoredResult> {
  const relay = await RunningRelay.start({ config: CONFIG });
  const http = Number(/http listens on .*:(\d+)/.exec(relay.child.stderr)?.[1]);
  const tail = new Child(process.execPath, [
    MAIN,
    'tail',
    '--control',
    relay.controlSocket,
    '--json',
  ]);
  const generator = await numberedLoad(relay.port('load'), { messages, rate });
  const load = { isOver: false };
  const sent = generator.go().finally(() => {
    load.isOver = true;
  });
  const scraping = scrapeUntil(load, http);
  let reloads = 0;
  for (let reload = 0; reload < 10; reload++) {
    relay.write(
      reload % 2 === 0
        ? CONFIG.replace('load:', 'load: { wrong: true },')
        : CONFIG.replace('60s', `${60 + reload}s`),
    );
    await relay.reload();
    reloads++;
    await pause((messages / rate / 12) * 1000);
  }
  await sent;
  const scrapes = await scraping;
  await relay.stop();
  await tail.exited;
  const told = relay.child.stderr;
  const numberIn = (pattern: RegExp): number => Number(pattern.exec(told)?.[1] ?? Number.NaN);
  const lost = [...tail.stderr.matchAll(/^lost (\d+) events?/gm)];
  return {
    received: numberIn(/source load: (\d+) datagrams/),
    delivered: numberIn(/destination files: \d+ routed = (\d+) delivered/),
    kernelDrops: numberIn(/source load: .*, (\d+) dropped by the kernel/),
    reloads,
    refusedReloads: told.split('the old one stays in force').length - 1,
    scrapes,
    tailed: tail.stdout.split('\n').length - 1,
    tailLost: lost.reduce((sum, [, count]) => sum + Number(count), 0),
  };
}

/** One scrape a second while the load lasts; resolves with their number. */
async function scrapeUntil(load: { readonly isOver: boolean }, port: number): Promise<number> {
  let scrapes = 0;
  while (!load.isOver) {
    const { body } = await ask(port, '/metrics');
    if (!body.includes('netconsole_relay_datagrams_received_total')) throw new Error(body);
    scrapes++;
    await pause(1000);
  }
  return scrapes;
}
