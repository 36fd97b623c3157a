import { expect } from 'chai';
import { ConfigError } from '../../lib/config/config-error.ts';
import { defaultConfig } from '../../lib/config/default-config.ts';
import { findAgain, findConfig } from '../../lib/config/find-config.ts';
import { reader } from './load-text.ts';

const ETC = '/etc/netconsole-relay/netconsole-relay.yaml';
const HERE = './netconsole-relay.yaml';

/** A configuration that tells itself apart by the name of its source. */
function named(name: string): string {
  return `sources: { ${name}: { type: udp } }\ndestinations: { out: { type: stdout } }`;
}

const files = {
  'a.yaml': named('option'),
  'b.yaml': named('variable'),
  [HERE]: named('here'),
  [ETC]: named('etc'),
};

function find(option: string | undefined, variable: string | undefined, present: object): string {
  const env = variable === undefined ? {} : { NETCONSOLE_RELAY_CONFIG: variable };
  const found = findConfig(option, { env, readFile: reader({ ...present }) });
  return `${found.file}: ${found.config.sources[0]?.name}`;
}

describe('findConfig', () => {
  it('takes the first that is named or there', () => {
    expect(find('a.yaml', 'b.yaml', files)).to.equal('a.yaml: option');
    expect(find(undefined, 'b.yaml', files)).to.equal('b.yaml: variable');
    expect(find(undefined, undefined, files)).to.equal(`${HERE}: here`);
    expect(find(undefined, '', files)).to.equal(`${HERE}: here`);
    expect(find(undefined, undefined, { [ETC]: named('etc') })).to.equal(`${ETC}: etc`);
  });

  it('ends with the embedded default, and says so', () => {
    const found = findConfig(undefined, { env: {}, readFile: reader({}) });
    expect(found).to.deep.equal({
      config: defaultConfig(),
      file: 'embedded default',
      isDefault: true,
    });
  });

  it('does not pass over a file that is named and missing', () => {
    expect(() => find('no.yaml', undefined, files)).to.throw(
      ConfigError,
      'no.yaml: cannot read the configuration: ENOENT (no such file or directory); correct --config',
    );
    expect(() => find(undefined, 'no.yaml', files)).to.throw(
      'no.yaml: cannot read the configuration: ENOENT (no such file or directory); correct NETCONSOLE_RELAY_CONFIG',
    );
  });

  it('does not pass over a file that it may not read', () => {
    const env = { NETCONSOLE_RELAY_CONFIG: 'no.yaml' };
    expect(() => findConfig('no.yaml', { env, readFile: refuse })).to.throw(
      'no.yaml: cannot read the configuration: EACCES (permission denied); let this user read the file, or name another with --config',
    );
    expect(() => findConfig(undefined, { env, readFile: refuse })).to.throw(
      'no.yaml: cannot read the configuration: EACCES (permission denied); let this user read the file, or name another with NETCONSOLE_RELAY_CONFIG',
    );
    expect(() => findConfig(undefined, { env: {}, readFile: refuse })).to.throw(
      './netconsole-relay.yaml: cannot read the configuration: EACCES (permission denied); make it readable',
    );
  });
});

describe('findAgain', () => {
  it('reads the file found before and no other', () => {
    const again = findAgain(HERE, { env: {}, readFile: reader({ ...files }) });
    expect(again.config.sources[0]?.name).to.equal('here');
    expect(() => findAgain(HERE, { env: {}, readFile: reader({ [ETC]: named('etc') }) })).to.throw(
      ConfigError,
      `${HERE}: cannot read the configuration: ENOENT (no such file or directory); restore the file, or restart the relay to use another`,
    );
    expect(() => findAgain(HERE, { env: {}, readFile: refuse })).to.throw(
      'EACCES (permission denied); make it readable, or restart the relay to use another',
    );
  });
});

function refuse(): never {
  throw Object.assign(new Error('no'), { code: 'EACCES' });
}
