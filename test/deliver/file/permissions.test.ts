import { expect } from 'chai';
import { statSync, writeFileSync } from 'node:fs';
import { accountId } from '../../../lib/deliver/file/account-id.ts';
import { Permissions } from '../../../lib/deliver/file/permissions.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { WriterStand } from './writer-stand.ts';

describe('owner and group', () => {
  const directory = temporaryDirectory();

  it('are given to what is created, or warned of where the system refuses', () => {
    const stand = new WriterStand(directory(), { uid: 1, gid: 2 });
    stand.take([{ path: `${directory()}/web1/a`, text: 'x' }]);
    const found = ['web1', 'web1/a'].map((name) => {
      const { uid, gid } = statSync(`${directory()}/${name}`);
      return { uid, gid };
    });
    const own = { uid: process.getuid?.(), gid: process.getgid?.() };
    const isRoot = own.uid === 0;
    expect(found).to.deep.equal(Array(2).fill(isRoot ? { uid: 1, gid: 2 } : own));
    expect(stand.reports.length).to.equal(isRoot ? 0 : 1);
    expect(stand.settled[0]?.delivered).to.equal(1);
    stand.writer.close();
  });

  it('that cannot be set are told once', () => {
    const warnings: string[] = [];
    const permissions = new Permissions(
      { mode: 0o640, dirMode: 0o750, uid: 1, gid: -1 },
      (message) => warnings.push(message),
    );
    permissions.applyToDirectory(`${directory()}/missing`, 'web1');
    permissions.applyToDirectory(`${directory()}/missing`, 'web2');
    expect(warnings).to.deep.equal([
      'Cannot set owner, group or mode of web1: ENOENT (no such file or directory); run as root, or leave owner and group out',
    ]);
  });

  it('are found by name and by number', () => {
    const database = `${directory()}/passwd`;
    writeFileSync(database, 'root:x:0:0:root:/root:/bin/sh\nbroken\nlog:x:107:4::/:/bin/false\n');
    const idOf = (name: string | undefined) => accountId('user', name, database);
    expect([undefined, 'root', 'log', '1234'].map(idOf)).to.deep.equal([-1, 0, 107, 1234]);
    for (const name of ['broken', 'nobody-here', '', '4294967295', '-1']) {
      expect(() => idOf(name)).to.throw(
        `Cannot give files to user ${name}: ${database} has no such user`,
      );
    }
  });
});
