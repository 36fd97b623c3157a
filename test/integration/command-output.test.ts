import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { MAIN } from './running-relay.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('output of commands', () => {
  const directory = mkdtempSync(join(tmpdir(), 'output-'));
  after(() => rmSync(directory, { recursive: true }));

  it('says in a line that standard output takes nothing, and ends with 111', function () {
    if (!existsSync('/dev/full')) {
      console.log('      skipped: this system has no /dev/full');
      this.skip();
    }
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [MAIN, 'parse'], {
      input: 'text\n',
      stdio: ['pipe', full, 'pipe'],
      encoding: 'utf8',
    });
    const check = spawnSync(process.execPath, [MAIN, 'check', '--print'], {
      cwd: ROOT,
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    for (const result of [{ status, stderr }, check]) {
      expect(result).to.include({
        status: 111,
        stderr:
          'Cannot write to standard output: ENOSPC (no space left); name an output that takes it\n',
      });
    }
  });

  it('ends quietly when nobody reads its output any more', async () => {
    for (const parameters of [['parse'], ['check', '--print'], ['--help']]) {
      const child = spawn(process.execPath, [MAIN, ...parameters], { cwd: ROOT });
      let stderr = '';
      child.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk.toString();
      });
      child.stdin.on('error', () => undefined);
      child.stdout.destroy();
      // Without an end: a command that went on reading would not end either.
      const feed = setInterval(() => child.stdin.write('text\n'.repeat(20_000)), 10);
      const [status] = (await once(child, 'close')) as [number | null];
      clearInterval(feed);
      expect({ status, stderr }, parameters.join(' ')).to.deep.equal({ status: 0, stderr: '' });
    }
  });

  it('tells a bug by its exit code when nobody reads standard error', function () {
    if (!existsSync('/dev/full')) {
      console.log('      skipped: this system has no /dev/full');
      this.skip();
    }
    const full = openSync('/dev/full', 'w');
    const fail =
      'data:text/javascript,const timer = setInterval(() => { if (process.listenerCount("uncaughtException") > 0) throw clearInterval(timer), new Error() }, 10)';
    const { status } = spawnSync(
      process.execPath,
      ['--import', fail, MAIN, 'record', join(directory, 'r'), '--listen', '127.0.0.1:0'],
      { stdio: ['ignore', 'ignore', full] },
    );
    const wrong = spawnSync(process.execPath, [MAIN, 'check', '--config', 'absent.yaml'], {
      stdio: ['ignore', 'ignore', full],
    });
    closeSync(full);
    expect([status, wrong.status]).to.deep.equal([101, 100]);
  });
});
