import { expect } from 'chai';
import { load, problems, SCREEN, SOURCE } from './load-text.ts';

describe('substitute', () => {
  it('replaces references once', () => {
    const env = { A: '${env:B}', B: 'b' };
    expect(contains('"x ${env:A} ${env:B}"', env)).to.deep.equal({ contains: 'x ${env:B} b' });
    expect(contains('"${file:/secret}"')).to.deep.equal({ contains: 'a secret' });
  });

  it('leaves references after another dollar', () => {
    expect(contains('"$${env:A}"')).to.deep.equal({ contains: '${env:A}' });
  });

  it('gives numbers when the value is not quoted', () => {
    expect(load(`${SOURCE}${SCREEN}shards: \${env:N}`, { N: '3' }).shards).to.equal(3);
    expect(problems(`${SOURCE}${SCREEN}shards: "\${env:N}"`, { N: '3' })[0]).to.contain(
      '`shards` is "3"',
    );
  });

  it('brings in no YAML', () => {
    expect(contains('"${env:A}"', { A: '"}\nx: [' })).to.deep.equal({ contains: '"}\nx: [' });
  });
});

function contains(value: string, env: Record<string, string> = {}): unknown {
  const routes = `routes: [{ when: { message: { contains: ${value} } }, to: screen }]`;
  return load(SOURCE + SCREEN + routes, env).routes[0]?.when?.message;
}
