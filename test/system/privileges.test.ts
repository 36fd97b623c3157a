import { expect } from 'chai';
import { changeIdentity, firstFreePort, identity } from '../../lib/system/privileges.ts';

describe('changeIdentity', () => {
  const { uid, gid } = identity();

  it('does nothing for the user and group that the process has', () => {
    expect(changeIdentity(`${uid}`, `${gid}`)).to.equal(undefined);
    expect(changeIdentity(undefined, undefined)).to.equal(undefined);
    expect(identity()).to.deep.equal({ uid, gid });
  });

  it('refuses accounts that are not there, and keeps what it has', () => {
    expect(() => changeIdentity('no-such-user', undefined)).to.throw(
      'Cannot change to user no-such-user: ENOENT',
    );
    expect(() => changeIdentity(undefined, 'no-such-group')).to.throw(
      'Cannot change to group no-such-group: ENOENT',
    );
    expect(() => changeIdentity('4000000000', undefined)).to.throw('name a group, too');
    expect(identity()).to.deep.equal({ uid, gid });
  });

  it('knows the first port that needs no privileges', () => {
    expect(firstFreePort()).to.be.within(0, 65_536);
  });
});
