import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { generate } from '../../build/compile-grammar.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('grammar-code.ts', () => {
  it('is what build/compile-grammar.ts would write', async function () {
    this.timeout(60_000);
    const [path, text] = await generate();
    const found = readFileSync(join(ROOT, path), 'utf8');
    expect(found === text, `${path} is stale: run npm run grammar`).to.equal(true);
  });
});
