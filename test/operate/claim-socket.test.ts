import { execFileSync } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { expect } from 'chai';
import { claimSocket } from '../../lib/operate/claim-socket.ts';
import { temporaryDirectory } from '../deliver/temporary-directory.ts';

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('claimSocket', () => {
  const directory = temporaryDirectory();
  const servers: Server[] = [];
  const claim = (path: string): ReturnType<typeof claimSocket> => {
    const server = createServer();
    servers.push(server);
    return claimSocket(server, path);
  };
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  it('makes directory and socket for owner and group, whatever the umask', async () => {
    const path = join(directory(), 'run', 'control.sock');
    const before = process.umask(0);
    try {
      expect(await claim(path)).to.deep.equal({ kind: 'claimed' });
    } finally {
      process.umask(before);
    }
    expect(modeOf(join(directory(), 'run'))).to.equal(0o750);
    expect(modeOf(path)).to.equal(0o660);
  });

  it('replaces a socket that nothing listens on', async () => {
    const path = join(directory(), 'stale.sock');
    const leave = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
    expect(() => execFileSync(process.execPath, ['-e', leave])).to.throw();
    expect(statSync(path).isSocket()).to.equal(true);
    expect(await claim(path)).to.deep.equal({ kind: 'claimed' });
  });

  it('leaves a socket that is answered', async () => {
    const path = join(directory(), 'live.sock');
    await claim(path);
    const { ino } = statSync(path);
    expect(await claim(path)).to.deep.equal({ kind: 'in-use' });
    expect(statSync(path).ino).to.equal(ino);
  });

  it('leaves a file that is no socket', async () => {
    const path = join(directory(), 'file');
    writeFileSync(path, 'text');
    expect(await claim(path)).to.deep.equal({ kind: 'refused', problem: 'it is no socket' });
    expect(statSync(path).size).to.equal(4);
  });

  it('reports what the system refuses', async () => {
    const file = join(directory(), 'not-a-directory');
    writeFileSync(file, '');
    expect(await claim(join(file, 'control.sock'))).to.deep.equal({
      kind: 'refused',
      problem: 'ENOTDIR',
    });
  });
});
