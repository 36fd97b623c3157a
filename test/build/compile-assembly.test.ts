import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { generate } from '../../build/compile-assembly.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('compiled WebAssembly', () => {
  it('is what build/compile-assembly.ts would write', async function () {
    this.timeout(60_000);
    const files = await generate();
    expect([...files.keys()]).to.deep.equal(['lib/receive/udp/packer-code.ts']);
    for (const [path, text] of files) {
      const found = readFileSync(join(ROOT, path), 'utf8');
      expect(found === text, `${path} is stale: run npm run assembly`).to.equal(true);
    }
  });
});
