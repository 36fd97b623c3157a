import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseHostsFile, readNameSettings } from '../../lib/senders/name-settings.ts';

const OFF = { userdata: undefined, dns: false, silentAfterMs: undefined };

describe('parseHostsFile', () => {
  it('takes the first name of the first line of an address', () => {
    const text =
      '# comment\n127.0.0.1\tlocalhost loop # after\n192.0.2.1 web1.example web1\n192.0.2.1 late\n';
    expect([...parseHostsFile(text)]).to.deep.equal([
      ['127.0.0.1', 'localhost'],
      ['192.0.2.1', 'web1.example'],
    ]);
  });

  it('knows an address in whatever form it is written', () => {
    const names = parseHostsFile(
      '2001:0DB8:0::1 six\n::ffff:192.0.2.9 mapped\nfe80::1%eth0 near\n',
    );
    expect([...names]).to.deep.equal([
      ['2001:db8::1', 'six'],
      ['192.0.2.9', 'mapped'],
      ['fe80::1%eth0', 'near'],
    ]);
  });

  it('passes over what is no entry', () => {
    expect([...parseHostsFile('nonsense here\n192.0.2.1\n\n   \n')]).to.deep.equal([]);
  });
});

describe('readNameSettings', () => {
  const directory = mkdtempSync(join(tmpdir(), 'names-'));
  after(() => rmSync(directory, { recursive: true }));

  it('puts the configured table before the hosts file', () => {
    const file = join(directory, 'hosts');
    writeFileSync(file, '192.0.2.1 from-file\n192.0.2.2 second\n');
    const hosts = { ...OFF, names: { '192.0.2.1': 'from-table' }, userdata: 'host' };
    const { names, userdata } = readNameSettings(hosts, file);
    expect([...names]).to.deep.equal([
      ['192.0.2.1', 'from-table'],
      ['192.0.2.2', 'second'],
    ]);
    expect(userdata).to.equal('host');
  });

  it('does without a hosts file, and knows the interfaces of this machine', () => {
    const { names, scopes } = readNameSettings({ ...OFF, names: {} }, join(directory, 'absent'));
    expect(names.size).to.equal(0);
    expect([...scopes.values()]).to.include('lo');
  });
});
