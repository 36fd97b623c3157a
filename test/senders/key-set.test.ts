import { expect } from 'chai';
import { assert as check, integer, property, uint8Array } from 'fast-check';
import ipaddr from 'ipaddr.js';
import { KeySet } from '../../lib/senders/key-set.ts';
import { SenderKey } from '../../lib/senders/sender-key.ts';

function contains(blocks: readonly string[], address: string): boolean {
  const key = new SenderKey();
  key.setFromText(address, 1, Number);
  return new KeySet(blocks).contains(key);
}

describe('KeySet', () => {
  it('knows IPv4 and IPv6 blocks and single addresses', () => {
    const blocks = ['192.0.2.0/24', '2001:db8::/33', '198.51.100.7'];
    const tested = ['192.0.2.200', '::ffff:192.0.2.1', '2001:db8::1', '198.51.100.7'];
    expect(tested.filter((address) => !contains(blocks, address))).to.deep.equal([]);
    const foreign = ['192.0.3.1', '2001:db8:8000::1', '198.51.100.8', '::1'];
    expect(foreign.filter((address) => contains(blocks, address))).to.deep.equal([]);
  });

  it('knows IPv4 blocks in mapped form, and takes no IPv6 block for one', () => {
    expect(contains(['::ffff:192.0.2.0/120'], '192.0.2.9')).to.equal(true);
    expect(contains(['::/0'], '192.0.2.9')).to.equal(false);
    expect(contains(['::/0'], '2001:db8::1')).to.equal(true);
  });

  it('contains nobody when it is empty', () => {
    expect(contains([], '192.0.2.1')).to.equal(false);
  });

  it('agrees with ipaddr.js', () => {
    const octets = uint8Array({ minLength: 4, maxLength: 4 });
    check(
      property(octets, octets, integer({ min: 0, max: 32 }), (network, flips, bits) => {
        const base = [...network].join('.');
        const address = [...network]
          .map((octet, i) => octet ^ ((flips[i] as number) >> (8 * i)))
          .join('.');
        const expected = ipaddr.IPv4.parse(address).match(ipaddr.IPv4.parse(base), bits);
        expect(contains([`${base}/${bits}`], address)).to.equal(expected);
      }),
    );
  });
});
