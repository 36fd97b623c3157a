import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { DirectoryWalk } from '../../../lib/deliver/file/directory-walk.ts';
import { Permissions } from '../../../lib/deliver/file/permissions.ts';
import { SafeOpener } from '../../../lib/deliver/file/safe-opener.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

const MODES = { mode: 0o604, dirMode: 0o715, uid: -1, gid: -1 };

function refuseWarning(message: string): void {
  throw new Error(message);
}

function openerBelow(trustedDirectory: string, byDescriptor: boolean, isConstantPath = false) {
  const permissions = new Permissions(MODES, refuseWarning);
  const walk = new DirectoryWalk(permissions, MODES.dirMode, byDescriptor);
  const settings = { trustedDirectory, isConstantPath, mode: MODES.mode };
  return new SafeOpener(settings, walk, { permissions, warn: refuseWarning });
}

describe('safe opener', () => {
  const directory = temporaryDirectory();
  const below = (name: string): string => `${directory()}/log/${name}`;

  /** Opens below `log/`; returns `opened` or the reason why not, and what was found. */
  function attemptWith(opener: SafeOpener, name: string): string {
    const result = opener.open(below(name));
    if (!('reason' in result)) {
      closeSync(result.fd);
      return 'opened';
    }
    return `${result.reason}: ${result.message.replaceAll(directory(), '')}`;
  }

  for (const byDescriptor of [true, false]) {
    const attempt = (name: string, isConstantPath = false): string =>
      attemptWith(openerBelow(`${directory()}/log/`, byDescriptor, isConstantPath), name);

    describe(`with directories held ${byDescriptor ? 'by descriptor' : 'by name'}`, () => {
      beforeEach(() => {
        mkdirSync(`${directory()}/secret`);
        writeFileSync(`${directory()}/secret/file`, 'secret\n');
      });

      afterEach(() => {
        expect(readdirSync(`${directory()}/secret`)).to.deep.equal(['file']);
        expect(readFileSync(`${directory()}/secret/file`, 'utf8')).to.equal('secret\n');
      });

      it('creates directories and the file with exactly the configured modes', () => {
        const umask = process.umask(0o077);
        try {
          expect(attempt('a/b/file')).to.equal('opened');
        } finally {
          process.umask(umask);
        }
        const modes = ['', 'a', 'a/b', 'a/b/file'].map(
          (name) => statSync(below(name)).mode & 0o777,
        );
        expect(modes).to.deep.equal([0o715, 0o715, 0o715, 0o604]);
      });

      it('leaves the modes of what is there alone', () => {
        mkdirSync(below('a'), { recursive: true, mode: 0o700 });
        writeFileSync(below('a/file'), '', { mode: 0o600 });
        expect(attempt('a/file')).to.equal('opened');
        const modes = ['a', 'a/file'].map((name) => statSync(below(name)).mode & 0o777);
        expect(modes).to.deep.equal([0o700, 0o600]);
      });

      for (const level of ['a', 'a/b', 'a/b/c']) {
        it(`follows no symbolic link at ${level}`, () => {
          mkdirSync(dirname(below(level)), { recursive: true });
          symlinkSync(`${directory()}/secret`, below(level));
          expect(attempt('a/b/c/file')).to.equal(
            `unsafe-path: Cannot write to /log/${level} safely: a symbolic link is there; remove it`,
          );
        });
      }

      for (const target of ['/secret/file', '/secret/new', '/nowhere/file']) {
        it(`follows no symbolic link to ${target} in place of the file`, () => {
          mkdirSync(below('a'), { recursive: true });
          symlinkSync(`${directory()}${target}`, below('a/file'));
          expect(attempt('a/file')).to.match(/^unsafe-path: .*\/log\/a\/file .*symbolic link/);
        });
      }

      it('follows symbolic links in the constant part', () => {
        mkdirSync(`${directory()}/data`);
        symlinkSync(`${directory()}/data`, `${directory()}/log`);
        expect(attempt('a/file')).to.equal('opened');
        expect(existsSync(`${directory()}/data/a/file`)).to.equal(true);
      });

      it('writes to no directory, fifo or device', () => {
        mkdirSync(below('a/directory'), { recursive: true });
        execFileSync('mkfifo', [below('a/fifo')]);
        expect(attempt('a/directory')).to.match(/^unsafe-path: .*a directory is there/);
        expect(attempt('a/fifo')).to.match(/^unsafe-path: .*a fifo or socket is there/);
        const devices = openerBelow('/', byDescriptor).open('/dev/null');
        expect(devices).to.include({ reason: 'unsafe-path' });
      });

      it('names a file that is where a directory is needed', () => {
        mkdirSync(below(''), { recursive: true });
        writeFileSync(below('a'), '');
        expect(attempt('a/file')).to.match(
          /^write-failed: .*ENOTDIR \(.*\); remove the file that is/,
        );
      });

      for (const name of [
        '../secret/file',
        'a/../../secret/file',
        './../secret/file',
        '../../secret/file',
      ]) {
        it(`does not go the way ${name}`, () => {
          expect(attempt(name)).to.match(/^unsafe-path: .*a path may not go up/);
        });
      }

      it('opens a path without macros even when it is a symbolic link or a device', () => {
        mkdirSync(below(''), { recursive: true });
        symlinkSync('/dev/null', below('device'));
        symlinkSync(below('elsewhere'), below('link'));
        expect([attempt('device', true), attempt('link', true)]).to.deep.equal([
          'opened',
          'opened',
        ]);
        expect(statSync(below('elsewhere')).isFile()).to.equal(true);
      });
    });
  }
});

describe('directory walk by descriptor', () => {
  const directory = temporaryDirectory();

  it('stays in the directory it holds when another is put in its place', () => {
    const walk = new DirectoryWalk(new Permissions(MODES, refuseWarning), MODES.dirMode, true);
    mkdirSync(`${directory()}/elsewhere`);
    const held = walk.openTrusted(`${directory()}/log`);
    renameSync(`${directory()}/log`, `${directory()}/moved`);
    symlinkSync(`${directory()}/elsewhere`, `${directory()}/log`);
    const entered = walk.enter(held, 'web1', 'log/web1');
    if ('reason' in entered) throw new Error(entered.message);
    walk.release(entered);
    walk.release(held);
    expect(readdirSync(`${directory()}/elsewhere`)).to.deep.equal([]);
    expect(readdirSync(`${directory()}/moved`)).to.deep.equal(['web1']);
  });
});
