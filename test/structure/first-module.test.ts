import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { LIB } from './imports.ts';

const importsOf = (file: string): string[] =>
  [...readFileSync(join(LIB, file), 'utf8').matchAll(/^import .* from '([^']+)'/gm)].map(
    ([, target = '']) => target,
  );

describe('the process', () => {
  it('loads nothing before its signal handlers are installed', () => {
    expect(importsOf('main.ts')).to.deep.equal(['./system/signal-inbox.ts']);
    expect(importsOf('system/signal-inbox.ts')).to.deep.equal([]);
  });
});
