import { mkdtempSync, readFileSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { startGenerator } from '../../bench/generator/generator.ts';
import { MAIN } from '../integration/running-relay.ts';
import { Child } from '../servers/child.ts';
import { MemoryGroup } from './memory-group.ts';

const MIB = 1024 * 1024;
const LINES = 400_000;
const HOSTS = 100;
const TMPFS = 0x0102_1994;

/** A burst as fast as one core can send. */
const BURST = {
  format: 'rfc3164',
  messages: LINES,
  warmUp: 0,
  pacedWarmUp: 0,
  hosts: HOSTS,
  senders: HOSTS,
  rate: undefined,
  burst: 1,
  run: 1,
  timed: false,
} as const;

interface Account {
  readonly sent: number;
  readonly received: number;
  readonly kernelDrops: number;
  readonly routed: number;
  readonly delivered: number;
  readonly dropped: number;
  readonly lines: number;
  readonly exitCode: number | undefined;
  readonly kills: number;
  readonly peakBytes: number;
}

/** Files in memory would count as memory of the group. */
function directoryOnDisk(): string | undefined {
  const parent = ['/tmp', '/var/tmp'].find((each) => statfsSync(each).type !== TMPFS);
  return parent === undefined ? undefined : mkdtempSync(join(parent, 'relay-'));
}

function numberIn(text: string, pattern: RegExp): number {
  return Number(pattern.exec(text)?.[1] ?? Number.NaN);
}

function linesBelow(directory: string): number {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.log'))
    .reduce(
      (sum, name) => sum + readFileSync(join(directory, name), 'utf8').split('\n').length - 1,
      0,
    );
}

async function burstInto(group: MemoryGroup, directory: string): Promise<Account> {
  const config = join(directory, 'relay.yaml');
  writeFileSync(
    config,
    `sources: { net: { type: udp, listen: '127.0.0.1:0', keepHostname: true } }
destinations: { files: { type: file, path: '${directory}/$HOST.log' } }
`,
  );
  const [command = '', ...parameters] = group.entering([
    process.execPath,
    MAIN,
    'run',
    '--config',
    config,
  ]);
  const relay = new Child(command, parameters, { cwd: directory });
  await relay.printed(/\bready\b/);
  const port = numberIn(relay.stderr, /listens on UDP .*:(\d+)/);
  const generator = await startGenerator({ ...BURST, port });
  await generator.warmUp();
  const { sent } = await generator.go();
  const exitCode = await relay.stop();
  const { stderr } = relay;
  return {
    sent,
    received: numberIn(stderr, /source net: (\d+) datagrams/),
    kernelDrops: numberIn(stderr, /(\d+) dropped by the kernel\n/),
    routed: numberIn(stderr, /destination files: (\d+) routed/),
    delivered: numberIn(stderr, /routed = (\d+) delivered/),
    dropped: [...stderr.matchAll(/(\d+) dropped \(/g)].reduce((sum, [, n]) => sum + Number(n), 0),
    lines: linesBelow(directory),
    exitCode,
    kills: group.kills,
    peakBytes: group.peakBytes,
  };
}

async function run(this: Mocha.Context, limitBytes: number): Promise<Account> {
  const group = MemoryGroup.create(limitBytes);
  const directory = directoryOnDisk();
  if (typeof group === 'string' || directory === undefined) {
    const reason = typeof group === 'string' ? group : 'every temporary directory is in memory';
    process.stdout.write(`skipped: ${reason}\n`);
    this.skip();
  }
  let account;
  try {
    account = await burstInto(group, directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
    group.remove();
  }
  const { received, kernelDrops, dropped, peakBytes } = account;
  process.stdout.write(
    `${limitBytes / MIB} MiB: ${received} received, ${kernelDrops} dropped by the kernel, ${dropped} by the queue, at most ${Math.round(peakBytes / MIB)} MiB in use\n`,
  );
  return account;
}

function expectExact({
  sent,
  received,
  kernelDrops,
  routed,
  delivered,
  dropped,
  lines,
}: Account): void {
  expect({
    arrived: received + kernelDrops,
    routed,
    settled: delivered + dropped,
    lines,
  }).to.deep.equal({ arrived: sent, routed: received, settled: routed, lines: delivered });
}

describe('a burst of 400,000 lines in a container', function () {
  this.timeout(120_000);
  it('ends with exact totals in 64 MiB', async function () {
    const found = await run.call(this, 64 * MIB);
    expect({ exitCode: found.exitCode, kills: found.kills }).to.deep.equal({
      exitCode: 0,
      kills: 0,
    });
    expectExact(found);
  });

  it('loses nothing within the relay in 128 MiB', async function () {
    const found = await run.call(this, 128 * MIB);
    expect({ exitCode: found.exitCode, kills: found.kills }).to.deep.equal({
      exitCode: 0,
      kills: 0,
    });
    expectExact(found);
    expect(found.dropped).to.equal(0);
  });
});
