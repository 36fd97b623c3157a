import { expect } from 'chai';
import { describeStart } from '../../lib/commands/describe-start.ts';
import { ownCommand } from '../../lib/commands/own-command.ts';
import { defaultConfig } from '../../lib/config/default-config.ts';
import { load, SCREEN } from '../config/load-text.ts';

function command(script: string, cwd = '/home/me', path = '/usr/bin:/usr/local/bin'): string {
  return ownCommand({
    argv: ['/usr/bin/node', script, 'run'],
    env: { PATH: path },
    cwd: () => cwd,
  });
}

function hint(listen: string): string | undefined {
  const config = load(`sources: { a: { type: udp, listen: "${listen}" } }\n${SCREEN}`);
  return describeStart(config, 'C').at(-1);
}

const to = (target: string): string =>
  `to test it, run in another terminal: C send${target} 'hello'`;

describe('the command that the hint at start names', () => {
  for (const [script, expected] of [
    ['/usr/local/bin/netconsole-relay', 'netconsole-relay'],
    ['/opt/relay/bin/netconsole-relay', '/opt/relay/bin/netconsole-relay'],
    ['/home/me/node_modules/.bin/netconsole-relay', 'node_modules/.bin/netconsole-relay'],
    ['/home/me/dist/main.js', 'node dist/main.js'],
    ['/srv/my relay/dist/main.js', "node '/srv/my relay/dist/main.js'"],
  ] as const) {
    it(`is ${expected} for ${script}`, () => {
      expect(command(script)).to.equal(expected);
    });
  }

  it('is followed by an address that reaches the relay', () => {
    expect(describeStart(defaultConfig(), 'C').at(-1)).to.equal(to(''));
    expect(hint('[::]:514')).to.equal(to(' --to 127.0.0.1:514'));
    expect(hint('192.0.2.1:6666')).to.equal(to(' --to 192.0.2.1:6666'));
    expect(hint('[2001:db8::1]:514')).to.equal(to(' --to [2001:db8::1]:514'));
  });

  it('is absent when the port is chosen by the system', () => {
    expect(hint('127.0.0.1:0')).to.equal('destination screen writes to standard output');
  });
});
