import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { generate } from '../../docs/generate-reference.ts';
import { defaultConfig } from '../../lib/config/default-config.ts';
import { load } from './load-text.ts';

const ROOT = join(import.meta.dirname, '../..');
const DIRECTORY = join(ROOT, 'config');

function read(file: string): string {
  return readFileSync(join(DIRECTORY, file), 'utf8');
}

/** The text with every key in force that stands after `# ` at its place. */
function withComments(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/^( *)# (?=(?: {2})?[a-zA-Z]+:(?: |$))/, '$1'))
    .join('\n');
}

describe('ready configurations', () => {
  for (const file of readdirSync(DIRECTORY).filter((each) => each.endsWith('.yaml'))) {
    it(`${file} loads`, () => {
      expect(load(read(file)).destinations).to.not.have.length(0);
    });
  }

  it('netconsole-relay.yaml is the embedded default', () => {
    expect(load(read('netconsole-relay.yaml'))).to.deep.equal(defaultConfig());
  });

  it('netconsole-relay.yaml shows the defaults of the keys it leaves out', () => {
    const config = load(withComments(read('netconsole-relay.yaml')));
    const [source, ...otherSources] = config.sources;
    const [file, ...otherFiles] = config.destinations;
    expect(source?.allow).to.have.length(2);
    expect(config.hosts.userdata).to.equal('host');
    expect(file).to.include({ owner: 'root', group: 'adm', template: '$ISODATE $HOST $KMSG' });
    const shown = {
      ...config,
      sources: [{ ...source, allow: undefined }, ...otherSources],
      hosts: defaultConfig().hosts,
      destinations: [
        { ...file, owner: undefined, group: undefined, template: undefined },
        ...otherFiles,
      ],
    };
    expect(shown).to.deep.equal(defaultConfig());
  });
});

describe('generated files', () => {
  it('are what docs/generate-reference.ts would write', async () => {
    for (const [path, text] of await generate()) {
      expect(readFileSync(join(ROOT, path), 'utf8') === text, `${path} is stale`).to.equal(true);
    }
  });
});
