import { expect } from 'chai';
import { defaultConfig } from '../../lib/config/default-config.ts';
import { udpSources } from './udp-sources.ts';
import {
  DefaultFallbacks,
  withLogDirectory,
  withPort,
} from '../../lib/config/default-fallbacks.ts';

describe('the embedded default', () => {
  it('hears netconsole and syslog, and writes a file per host', () => {
    const { destinations } = defaultConfig();
    expect(udpSources().map(({ name, listen }) => [name, listen])).to.deep.equal([
      ['netconsole', { address: '::', port: 6666 }],
      ['syslog', { address: '::', port: 514 }],
    ]);
    expect(destinations.map((each) => each.type === 'file' && each.path)).to.deep.equal([
      '/var/log/$HOST/netconsole.log',
      '/var/log/$HOST/syslog.log',
    ]);
  });

  it('gives way to another port, of one source only', () => {
    const before = defaultConfig();
    const after = withPort(before, 'syslog', 5514);
    expect(udpSources(after).map(({ listen }) => listen.port)).to.deep.equal([6666, 5514]);
    expect(after).to.deep.equal({ ...before, sources: after.sources });
    expect(before).to.deep.equal(defaultConfig());
  });

  it('gives way whenever it is read, and a configuration that somebody wrote does not', () => {
    const config = defaultConfig();
    const fallbacks = new DefaultFallbacks();
    fallbacks.add((before) => withPort(before, 'syslog', 5514));
    fallbacks.add((before) => withLogDirectory(before, '/var/log', './log'));
    const given = fallbacks.apply({ config, file: '', isDefault: true });
    const { destinations } = given;
    expect(udpSources(given).map(({ listen }) => listen.port)).to.deep.equal([6666, 5514]);
    for (const each of destinations)
      expect(each.type === 'file' && each.path).to.match(/^\.\/log\//);
    expect(fallbacks.apply({ config, file: '', isDefault: false })).to.equal(config);
  });

  it('gives way to another directory', () => {
    const after = withLogDirectory(defaultConfig(), '/var/log', './log');
    expect(after.destinations.map((each) => each.type === 'file' && each.path)).to.deep.equal([
      './log/$HOST/netconsole.log',
      './log/$HOST/syslog.log',
    ]);
    expect(withLogDirectory(defaultConfig(), '/var/lo', '/x')).to.deep.equal(defaultConfig());
  });
});
