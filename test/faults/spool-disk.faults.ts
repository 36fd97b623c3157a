import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { until } from '../deliver/spool/until.ts';
import { RedisServer } from '../servers/redis-server.ts';
import { readNumbers } from './numbered-entries.ts';
import { numberedLoad } from './numbered-load.ts';
import { SpooledRelay, STREAMS } from './spooled-relay.ts';

const MESSAGES = 200_000;
const RATE = 20_000;
const MIB = 1024 * 1024;

describe('relay whose spool is on a full disk', () => {
  let directory = '';
  let server: RedisServer;
  let relay: SpooledRelay;

  beforeEach(async function () {
    directory = mkdtempSync(join(tmpdir(), 'full-spool-'));
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'none', directory]);
    if (mounted.status !== 0) {
      rmSync(directory, { recursive: true });
      process.stdout.write('skipped: no right to mount a file system\n');
      this.skip();
    }
    server = await RedisServer.start({ appendonly: 'yes', appendfsync: 'always' });
    relay = await SpooledRelay.create({
      redisPort: server.port,
      destination: 'spool: always',
      spoolDirectory: directory,
    });
    await server.kill();
    await relay.start();
  });

  afterEach(async () => {
    await relay.remove();
    await server.stop();
    execFileSync('umount', [directory]);
    rmSync(directory, { recursive: true });
  });

  async function send(messages = MESSAGES): Promise<void> {
    const generator = await numberedLoad(relay.port, { messages, rate: RATE });
    await generator.go();
  }

  /** The last account of the destination in the log. */
  async function account(): Promise<string> {
    const { child } = relay.relay;
    const told = child.stderr.length;
    child.process.kill('SIGUSR2');
    await child.printedAfter(told, /destination bus: .*\n/);
    return [...child.stderr.matchAll(/destination bus: .* routed.*/g)].at(-1)?.[0] ?? '';
  }

  /** Resolves when nothing is queued or spooled; returns how many events were delivered. */
  async function drained(): Promise<number> {
    let text = '';
    const isDrained = async (): Promise<boolean> => {
      text = await account();
      return !/queued|spooled/.test(text);
    };
    await until(isDrained, () => `${text}\n${relay.relay.child.stderr}`);
    const full = figure(text, 'dropped \\(spool-full\\)');
    expect(figure(text, 'delivered') + full).to.equal(figure(text, 'routed'));
    return figure(text, 'delivered');
  }

  async function expectOnce(delivered: number): Promise<void> {
    const redis = new Redis(server.port, '127.0.0.1');
    const numbers = await readNumbers(redis, STREAMS, MESSAGES);
    redis.disconnect();
    expect(numbers.times.reduce((sum, times) => sum + times, 0)).to.equal(delivered);
    expect(numbers).to.include({ repeated: 0, outOfOrder: 0 });
  }

  it('filled by itself: drops the newest events, and delivers the others', async () => {
    await send();
    const full = figure(await account(), 'dropped \\(spool-full\\)');
    expect(full).to.be.greaterThan(0);
    const reports = relay.relay.child.stderr.match(/Cannot spool for destination bus/g);
    expect(reports).to.have.length(1);
    await server.start();
    const delivered = await drained();
    expect(delivered).to.be.greaterThan(10_000);
    await expectOnce(delivered);
    expect(await relay.end()).to.equal(0);
    expect(relay.spooled()).to.equal(0);
  });

  it('filled by another process: goes on when there is space', async () => {
    await send(20_000);
    fill(join(directory, 'other'));
    await send(20_000);
    await server.start();
    await until(async () => figure(await account(), 'delivered') > 10_000);
    rmSync(join(directory, 'other'));
    const delivered = await drained();
    expect(delivered).to.be.within(20_000, 40_000);
    const { child } = relay.relay;
    expect(child.stderr).not.to.match(/damaged|internal error|at .*\.js/);
    expect(await relay.end(), relay.log).to.equal(0);
    expect(relay.spooled()).to.equal(0);
  });
});

function figure(text: string, words: string): number {
  return Number(new RegExp(`(\\d+) ${words}`).exec(text)?.[1] ?? 0);
}

/** Writes a file until the file system takes nothing more. */
function fill(file: string): void {
  const fd = openSync(file, 'w');
  for (const bytes of [MIB, 4096, 1]) {
    try {
      for (;;) writeSync(fd, Buffer.alloc(bytes));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
  closeSync(fd);
}
