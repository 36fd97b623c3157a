import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { freshClone } from './fresh-clone.ts';
import { temporaryDirectory } from '../deliver/temporary-directory.ts';

describe('npm pack of a fresh clone', () => {
  const directory = temporaryDirectory();

  it('contains the built program, which starts', function () {
    this.timeout(120_000);
    const clone = freshClone(directory());
    const run = (command: string, parameters: readonly string[]): string =>
      execFileSync(command, parameters, {
        cwd: clone,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    const name = run('npm', ['pack', '--silent', '--offline']).trim().split('\n').at(-1) ?? '';
    const files = run('tar', ['tzf', name]).split('\n');
    expect(files).to.include('package/dist/main.js').and.include('package/README.md');
    const isSource = /^package\/(lib|test|bench)\/|^package\/docs\/.*\.ts$/;
    expect(files.filter((file) => isSource.test(file))).to.deep.equal([]);
    run('tar', ['xzf', name]);
    symlinkSync(join(clone, 'node_modules'), join(clone, 'package/node_modules'));
    expect(run(process.execPath, ['package/dist/main.js', '--version'])).to.equal('0.1.0\n');
  });
});
