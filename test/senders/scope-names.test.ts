import { expect } from 'chai';
import { ScopeNames } from '../../lib/senders/scope-names.ts';

describe('ScopeNames', () => {
  it('knows an interface that appears later at once, both ways', () => {
    const interfaces = new Map([[2, 'eth0']]);
    const scopes = new ScopeNames(interfaces, () => interfaces);
    interfaces.set(7, 'wg0');
    expect(scopes.nameOf(7)).to.equal('wg0');
    expect(scopes.numberOf('wg0')).to.equal(7);
    interfaces.set(8, 'wg1');
    expect(scopes.nameOf(8)).to.equal('wg1');
  });

  it('looks an unknown number up once a second, whoever asks', () => {
    let asked = 0;
    const scopes = new ScopeNames(new Map(), () => {
      asked++;
      return new Map();
    });
    for (let i = 0; i < 1000; i++) expect(scopes.nameOf(3)).to.equal('3');
    expect(asked).to.be.within(1, 10);
  });

  it('keeps the names it was created with, as sockets of a recording have them', () => {
    const scopes = new ScopeNames(new Map());
    expect(scopes.nameOf(2)).to.equal('2');
    expect(scopes.nameOf(scopes.numberOf('eth9'))).to.equal('eth9');
  });
});
