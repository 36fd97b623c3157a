import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { check } from '../../lib/commands/check.ts';

describe('check', () => {
  let directory: string;
  let file: string;

  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'check-'));
    file = join(directory, 'relay.yaml');
  });
  after(() => rmSync(directory, { recursive: true }));

  async function run(text: string, print: boolean): Promise<[number, string, string]> {
    writeFileSync(file, text);
    const out = { env: {}, stdout: new Lines(), stderr: new Lines() };
    const code = await check({ config: file, print }, out);
    return [code, out.stdout.text, out.stderr.text];
  }

  const GOOD = 'sources: { a: { type: udp } }\ndestinations: { b: { type: stdout } }\n';

  it('names the file that is fine', async () => {
    expect(await run(GOOD, false)).to.deep.equal([0, `${file}: no problems\n`, '']);
  });

  it('prints the configuration in force, which is fine too', async () => {
    const [code, printed] = await run(GOOD, true);
    expect(code).to.equal(0);
    expect(printed.startsWith(`# ${file}: no problems\nsources:\n`)).to.equal(true);
    expect(await run(printed, true)).to.deep.equal([0, printed, '']);
  });

  it('finds what run refuses for this machine, at the key it is about', async () => {
    const text = `sources: { a: { type: udp } }
destinations:
  f: { type: file, path: /nowhere/x, owner: no-such-user, group: no-such-group }
  g: { type: file, path: /nowhere/y, owner: root, group: "0" }
`;
    expect(await run(text, false)).to.deep.equal([
      100,
      '',
      `${file}:3:45: \`destinations.f.owner\`: /etc/passwd has no user "no-such-user"; use a known name or a number\n` +
        `${file}:3:66: \`destinations.f.group\`: /etc/group has no group "no-such-group"; use a known name or a number\n`,
    ]);
  });

  it('finds PEM files of sources and destinations that run could not read, and owners of sockets', async () => {
    const text = `sources:
  k: { type: tls, tls: { cert: /nowhere/c.pem, key: /nowhere/k.pem } }
  u: { type: unix-dgram, path: /nowhere/s, owner: no-such-user }
destinations:
  r: { type: redis, stream: s, url: "rediss://127.0.0.1", tls: { ca: /nowhere/a.pem } }
`;
    const remedy = 'ENOENT (no such file or directory); correct the path or its permissions';
    expect(await run(text, false)).to.deep.equal([
      100,
      '',
      `${file}:2:32: \`sources.k.tls.cert\`: cannot read /nowhere/c.pem: ${remedy}\n` +
        `${file}:2:53: \`sources.k.tls.key\`: cannot read /nowhere/k.pem: ${remedy}\n` +
        `${file}:3:51: \`sources.u.owner\`: /etc/passwd has no user "no-such-user"; use a known name or a number\n` +
        `${file}:5:70: \`destinations.r.tls.ca\`: cannot read /nowhere/a.pem: ${remedy}\n`,
    ]);
  });

  it('finds users and transports that are not there', async () => {
    const text = `${GOOD}user: no-such-user
log: { transports: [{ module: File }, { module: no-such-package }] }
`;
    expect(await run(text, false)).to.deep.equal([
      100,
      '',
      `${file}:3:7: \`user\`: /etc/passwd has no user "no-such-user"; use a known name or a number\n` +
        `${file}:4:49: \`log.transports[1].module\`: Cannot find the transport no-such-package from ${directory}; install the package there with npm, or correct its name\n`,
    ]);
  });

  it('prints what this machine lacks beside every other problem, also of the same part', async () => {
    const text = `sources:
  k: { type: tls, tls: { cert: /nowhere/c.pem, key: /nowhere/k.pem }, colour: red }
  u: { type: unix-dgram, mode: 0666, owner: no-such-user }
destinations:
  f: { type: file, path: "/nowhere/$FOO", owner: no-such-user, colour: red }
  r: { type: redis, stream: s, owner: no-such-user }
user: no-such-user
log: { level: loud, transports: [{ module: File }, { module: no-such-package }] }
`;
    const [code, , problems] = await run(text, false);
    expect(code).to.equal(100);
    const keys = [...problems.matchAll(/:(\d+):\d+: .*?`(?:no-such-package|[^`]+)`/g)];
    expect(
      keys.map(([found]) => found.replace(/^:(\d+):\d+: .*?`([^`]+)`$/, '$1 $2')),
    ).to.deep.equal([
      '2 sources.k.tls.cert',
      '2 sources.k.tls.key',
      '2 sources.k.colour',
      '3 sources.u.path',
      '3 sources.u.mode',
      '3 sources.u.owner',
      '5 destinations.f.path',
      '5 destinations.f.owner',
      '5 destinations.f.colour',
      '6 destinations.r',
      '6 destinations.r.owner',
      '7 user',
      '8 log.level',
      '8 log.transports[1].module',
    ]);
  });

  it('prints every problem on a line', async () => {
    expect(await run('sources: 1\ndestinations: 2\n', false)).to.deep.equal([
      100,
      '',
      `${file}:1:10: \`sources\` is 1; write the name of a source and its keys below\n` +
        `${file}:2:15: \`destinations\` is 2; write the name of a destination and its keys below\n`,
    ]);
  });
});

class Lines {
  text = '';

  write(text: string): void {
    this.text += text;
  }
}
