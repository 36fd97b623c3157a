import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { RunningRelay } from '../integration/running-relay.ts';
import { Child } from '../servers/child.ts';
import { freeTcpPort } from '../servers/free-port.ts';
import { numberedLoad } from './numbered-load.ts';

const RATE = 20_000;
const AWAY_MS = 60_000;
/** The load lasts 5 s longer on both sides. */
const MESSAGES = (RATE * (AWAY_MS + 10_000)) / 1000;
const MIB = 1024 * 1024;
/** A thread with winston and one connection for each transport. */
const THREADS_BYTES = 2 * 30 * MIB;

/** What answers winston's Http: it prints each entry, and is frozen to be away. */
const PEER = `require('node:http').createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => { body += chunk; });
  request.on('end', () => { console.log(body); response.end('{}'); });
}).listen(Number(process.argv[1]), '127.0.0.1', () => console.log('listens'));`;

const CONFIG = `
sources:
  load: { type: udp, listen: "127.0.0.1:0", receiveBuffer: 256MiB, keepHostname: true }
destinations:
  files: { type: file, path: "DIR/out/$(hash 8 $HOST).log", template: $MSG, queue: 512MiB }
drainTimeout: 60s
`;

interface Result {
  readonly received: number;
  readonly delivered: number;
  readonly kernelDrops: number;
  readonly exitCode: number | undefined;
  readonly anonymousBytes: number;
  readonly stopMs: number;
  readonly log: string;
}

/** Sends the load to a relay that logs a line each second; `away` and `back` are called at the ends of the minute. */
async function loadWith(log: string, away: () => void, back: () => void): Promise<Result> {
  const relay = await RunningRelay.start({ config: `${CONFIG}${log}` });
  const load = await numberedLoad(relay.port('load'), { messages: MESSAGES, rate: RATE });
  const sent = load.go();
  await pause(5000);
  away();
  let anonymousBytes = 0;
  for (let second = 0; second < AWAY_MS / 1000; second++) {
    await relay.reload();
    anonymousBytes = Math.max(anonymousBytes, anonymousOf(relay.child.process.pid));
    await pause(1000);
  }
  back();
  await sent;
  await pause(6000);
  away();
  await relay.reload();
  const began = performance.now();
  const exitCode = await relay.stop();
  const stopMs = Math.round(performance.now() - began);
  back();
  const told = relay.child.stderr;
  const numberIn = (pattern: RegExp): number => Number(pattern.exec(told)?.[1] ?? Number.NaN);
  return {
    received: numberIn(/source load: (\d+) datagrams/),
    delivered: numberIn(/destination files: \d+ routed = (\d+) delivered/),
    kernelDrops: numberIn(/source load: .*, (\d+) dropped by the kernel/),
    exitCode,
    anonymousBytes,
    stopMs,
    log: told,
  };
}

function anonymousOf(pid: number | undefined): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Anonymous: +(\d+) kB/m.exec(text)?.[1]) * 1024;
}

describe('a winston transport that is away for a minute at 20,000 messages a second', () => {
  it('changes neither counters nor the time to stop, and costs the memory of its thread', async () => {
    const [port, closed] = [await freeTcpPort(), await freeTcpPort()];
    const peer = new Child(process.execPath, ['-e', PEER, String(port)]);
    await peer.printed(/listens/);
    const transports = `log: { transports: [${httpTo(port)}, ${httpTo(closed)}] }\n`;
    const without = await loadWith('', noChange, noChange);
    const result = await loadWith(
      transports,
      () => peer.process.kill('SIGSTOP'),
      () => peer.process.kill('SIGCONT'),
    );
    await peer.stop();
    for (const { log: _, ...figures } of [without, result]) {
      process.stdout.write(`${JSON.stringify(figures)}\n`);
    }
    const counters = { received: MESSAGES, delivered: MESSAGES, kernelDrops: 0, exitCode: 0 };
    expect(without).to.include(counters);
    expect(result).to.include(counters);
    expect(result.anonymousBytes).to.be.below(without.anonymousBytes + THREADS_BYTES);
    expect(result.stopMs).to.be.below(without.stopMs + 2000);
    // It has what was logged meanwhile, and one warning was for the port that nothing listens on.
    expect(peer.stdout.split('configuration reloaded').length - 1).to.be.at.least(60);
    expect(result.log.match(/warn log transport/g)).to.have.length(1);
  });
});

function httpTo(port: number): string {
  return `{ module: Http, options: { host: 127.0.0.1, port: ${port} } }`;
}

function noChange(): void {
  // The relay has no transport that could be away.
}
