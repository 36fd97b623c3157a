import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { warnOfPath } from '../../../lib/deliver/file/warn-of-path.ts';
import { LogRecord } from '../log-record.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { fileConfig } from './file-config.ts';

const FIX = "allow the relay's user to write there, or choose another path";

describe('warnOfPath', () => {
  const directory = temporaryDirectory();

  function warned(path: string): string[] {
    const log = new LogRecord();
    warnOfPath(fileConfig(join(directory(), path)), log);
    return log.entries.map((entry) => entry.replaceAll(directory(), 'DIR'));
  }

  it('has nothing to say where the path can be written or created', () => {
    writeFileSync(join(directory(), 'there'), '');
    const paths = ['$HOST/file', 'a/b/c/$HOST', 'there', 'new/file', 'a$$b/file'];
    expect(paths.flatMap(warned)).to.deep.equal([]);
  });

  it('warns of a file where a directory is needed, and of the reverse', () => {
    writeFileSync(join(directory(), 'file'), '');
    mkdirSync(join(directory(), 'directory'));
    expect(warned('file/$HOST/x')).to.deep.equal([
      `warn destination files: Cannot write to DIR/file/$HOST/x: DIR/file: ENOTDIR (a part of the path is not a directory); remove the file, since a directory is needed there, or choose another path`,
    ]);
    expect(warned('directory')).to.deep.equal([
      `warn destination files: Cannot write to DIR/directory: DIR/directory: EISDIR (it is a directory); remove the directory, since a file is needed there, or choose another path`,
    ]);
  });

  it('warns of a directory that the user of the relay may not write to', function () {
    if (process.getuid?.() === 0) {
      process.stdout.write('      skipped: root may write everywhere\n');
      this.skip();
    }
    mkdirSync(join(directory(), 'closed'));
    chmodSync(join(directory(), 'closed'), 0o500);
    expect(warned('closed/$HOST/x')).to.deep.equal([
      `warn destination files: Cannot write to DIR/closed/$HOST/x: DIR/closed: EACCES (permission denied); ${FIX}`,
    ]);
  });
});
