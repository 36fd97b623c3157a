import { execFileSync, spawnSync } from 'node:child_process';
import {
  createReadStream,
  mkdirSync,
  mkdtempSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { RunningRelay } from '../integration/running-relay.ts';
import { NumberCount, sendNumberedLines } from './numbered-lines.ts';

const LINES = 1_000_000;
const FROZEN_MS = 3000;
const DISK_BYTES = 512 * 1024 * 1024;

/** A file system in a file, which can be frozen. */
class LoopDisk {
  readonly directory = mkdtempSync(join(tmpdir(), 'frozen-'));
  readonly path = join(this.directory, 'disk');

  /** Returns why there is none, if so. */
  mount(): string | undefined {
    const image = join(this.directory, 'image');
    writeFileSync(image, '');
    truncateSync(image, DISK_BYTES);
    mkdirSync(this.path);
    for (const [program = '', ...parameters] of [
      ['mkfs.ext4', '-q', image],
      ['mount', '-o', 'loop', image, this.path],
      ['fsfreeze', '--help'],
    ]) {
      const { status, error, stderr } = spawnSync(program, parameters, { encoding: 'utf8' });
      if (status !== 0) return `${program}: ${error?.message ?? stderr.trim()}`;
    }
    return undefined;
  }

  freeze(): void {
    execFileSync('fsfreeze', ['--freeze', this.path]);
  }

  thaw(): void {
    execFileSync('fsfreeze', ['--unfreeze', this.path]);
  }

  remove(): void {
    spawnSync('umount', [this.path]);
    rmSync(this.directory, { recursive: true });
  }
}

describe('a destination that takes nothing for a while', () => {
  it('stdout that nobody reads: a TCP sender waits, and every line is there once', async () => {
    const relay = await RunningRelay.start({
      config: `
sources: { load: { type: tcp, listen: "127.0.0.1:0" } }
destinations: { out: { type: stdout, format: text, queue: 16MiB } }
drainTimeout: 60s
`,
    });
    const { stdout } = relay.child.process;
    const numbers = new NumberCount(LINES);
    stdout?.removeAllListeners('data');
    const complete = new Promise<void>((resolve) => {
      stdout?.on('data', (chunk: Buffer) => {
        numbers.add(chunk);
        if (numbers.found === LINES) resolve();
      });
    });
    stdout?.pause();
    setTimeout(() => stdout?.resume(), FROZEN_MS);
    const { waitedMs } = await sendNumberedLines(relay.port('load'), LINES);
    await complete;
    expect(await relay.child.stop(), relay.child.stderr).to.equal(0);
    expect(waitedMs).to.be.above(FROZEN_MS / 2);
    expect(numbers.isEachOnce).to.equal(true);
    expect(relay.child.stderr).to.not.include('dropped (');
  });

  it('a file on a frozen file system: the same', async function () {
    const disk = new LoopDisk();
    const problem = disk.mount();
    if (problem !== undefined) {
      disk.remove();
      process.stdout.write(`skipped, no file system can be mounted and frozen here: ${problem}\n`);
      this.skip();
    }
    try {
      const relay = await RunningRelay.start({
        config: `
sources: { load: { type: tcp, listen: "127.0.0.1:0" } }
destinations: { out: { type: file, path: "${disk.path}/log", queue: 16MiB } }
drainTimeout: 60s
`,
      });
      disk.freeze();
      setTimeout(() => disk.thaw(), FROZEN_MS);
      const { waitedMs } = await sendNumberedLines(relay.port('load'), LINES);
      expect(await relay.child.stop(), relay.child.stderr).to.equal(0);
      const numbers = new NumberCount(LINES);
      for await (const chunk of createReadStream(join(disk.path, 'log')))
        numbers.add(chunk as Buffer);
      expect(waitedMs).to.be.above(FROZEN_MS / 2);
      expect(numbers.isEachOnce).to.equal(true);
      expect(relay.child.stderr).to.not.include('dropped (');
    } finally {
      disk.remove();
    }
  });
});
