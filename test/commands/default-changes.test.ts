import { expect } from 'chai';
import { readDefaultChanges } from '../../lib/commands/default-changes.ts';
import { CommandError } from '../../lib/commands/command-error.ts';
import { changeDefault } from '../../lib/config/change-default.ts';
import { defaultConfig } from '../../lib/config/default-config.ts';

describe('options of run that change the embedded default', () => {
  it('replace the addresses, and leave the files', async () => {
    const changes = await readDefaultChanges({
      listen: ['127.0.0.1:7000', '[::1]:7000', 'localhost:0'],
    });
    const config = changeDefault(defaultConfig(), changes ?? { listen: [], path: undefined });
    const { destinations, routes, sources } = defaultConfig();
    expect({ destinations: config.destinations, routes: config.routes }).to.deep.equal({
      destinations,
      routes,
    });
    expect(config.sources.slice(0, 2)).to.deep.equal([
      { ...sources[0], name: 'udp-7000', listen: { address: '127.0.0.1', port: 7000 } },
      { ...sources[0], name: 'udp-7000-2', listen: { address: '::1', port: 7000 } },
    ]);
    expect(config.sources).to.have.length(3);
  });

  it('replace the files by one path for every event', async () => {
    const changes = await readDefaultChanges({ path: 'log/$HOST.log' });
    const config = changeDefault(defaultConfig(), changes ?? { listen: [], path: undefined });
    const { destinations, sources } = defaultConfig();
    expect(config.sources).to.deep.equal(sources);
    expect(config.destinations).to.deep.equal([
      { ...destinations[0], name: 'files', path: 'log/$HOST.log' },
    ]);
    expect(config.routes.map(({ when, to }) => ({ when, to }))).to.deep.equal([
      { when: undefined, to: ['files'] },
    ]);
  });

  it('change nothing when there are none', async () => {
    expect(await readDefaultChanges({ config: 'x.yaml', listen: [] })).to.equal(undefined);
  });

  for (const [options, problem] of [
    [
      { config: 'x.yaml', path: 'a' },
      '--listen and --path change the embedded default and cannot be used with --config; write them in that file',
    ],
    [
      { path: '/log/$HOTS' },
      '--path is "/log/$HOTS": $HOTS is not a macro; write $HOST, or another macro of docs/templates.md',
    ],
    [
      { listen: ['127.0.0.1:99999'] },
      '--listen is "127.0.0.1:99999": the port must be from 0 to 65535',
    ],
    [{ listen: ['6666'] }, '--listen is "6666"; write HOST:PORT or [IPV6]:PORT'],
    [
      { listen: ['0.0.0.0:1', '127.0.0.1:1'] },
      '--listen 127.0.0.1:1 overlaps with 0.0.0.0:1; leave one out',
    ],
  ] as const) {
    it(`are wrong use: ${JSON.stringify(options)}`, async () => {
      const error = await readDefaultChanges(options).catch((reason: unknown) => reason);
      expect(error)
        .to.be.instanceOf(CommandError)
        .and.to.include({ message: problem, exitCode: 100 });
    });
  }
});
