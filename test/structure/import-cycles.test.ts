import { dirname } from 'node:path';
import { expect } from 'chai';
import { findCycle, mergeImports, readImports } from './imports.ts';

const imports = readImports();
const folders = [...new Set(imports.map(({ from }) => dirname(from)))].filter(
  (path) => path !== '.',
);
const parents = [...new Set(folders.map((path) => dirname(path)))].filter((path) => path !== '.');

/** The part of `file` directly below `folder`, a file itself or a whole subfolder; undefined elsewhere. */
function partOf(file: string, folder: string): string | undefined {
  const prefix = folder === '' ? '' : `${folder}/`;
  return file.startsWith(prefix) ? file.slice(prefix.length).split('/')[0] : undefined;
}

describe('imports of lib/, type imports included', () => {
  it('are found', () => {
    expect(imports.length).to.be.greaterThan(500);
    expect(imports).to.deep.include({ from: 'main.ts', to: 'commands/command-line.ts' });
    expect(imports).to.deep.include({ from: 'shard/shard.ts', to: 'receive/receiver.ts' });
  });

  it('have no cycle of files', () => {
    expect(findCycle(imports)).to.equal(undefined);
  });

  it('have no cycle of folders', () => {
    expect(findCycle(mergeImports(imports, (file) => partOf(file, '')))).to.equal(undefined);
  });

  // A folder composes its subfolders and holds the contracts they share, so its own files are left out.
  for (const parent of parents) {
    it(`have no cycle of subfolders in ${parent}/`, () => {
      const merged = mergeImports(imports, (file) => {
        const part = partOf(file, parent);
        return part?.endsWith('.ts') === true ? undefined : part;
      });
      expect(findCycle(merged)).to.equal(undefined);
    });
  }
});

describe('findCycle', () => {
  it('names the files of a cycle, and only those', () => {
    const chain = [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
      { from: 'c', to: 'd' },
    ];
    expect(findCycle(chain)).to.equal(undefined);
    expect(findCycle([...chain, { from: 'd', to: 'b' }])).to.equal('b → c → d → b');
  });
});
