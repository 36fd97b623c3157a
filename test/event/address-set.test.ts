import { expect } from 'chai';
import {
  assert,
  constantFrom,
  integer,
  ipV4,
  ipV6,
  oneof,
  property,
  array,
  tuple,
} from 'fast-check';
import ipaddr from 'ipaddr.js';
import { AddressSet } from '../../lib/event/address-set.ts';
import { parseAddress } from '../../lib/event/cidr.ts';
import { SenderKey } from '../../lib/senders/sender-key.ts';

/** Asks by bytes and by a sender's key, which must agree. */
function contains(blocks: readonly string[], address: string): boolean {
  const set = new AddressSet(blocks);
  const key = new SenderKey();
  key.setFromText(address, 1, () => 2);
  const byKey = set.containsKey(key);
  expect(set.containsBytes(parseAddress(address) as Uint8Array)).to.equal(byKey);
  return byKey;
}

const cases: [blocks: string[], address: string, expected: boolean][] = [
  [['192.0.2.0/24'], '192.0.2.0', true],
  [['192.0.2.0/24'], '192.0.2.255', true],
  [['192.0.2.0/24'], '192.0.3.0', false],
  [['192.0.2.77/24'], '192.0.2.1', true],
  [['192.0.2.1'], '192.0.2.1', true],
  [['192.0.2.1'], '192.0.2.2', false],
  [['0.0.0.0/0'], '255.255.255.255', true],
  [['0.0.0.0/0'], '2001:db8::1', false],
  [['::/0'], '192.0.2.1', false],
  [['192.0.2.0/24'], '::ffff:192.0.2.9', true],
  [['::ffff:192.0.2.0/120'], '192.0.2.9', true],
  [['2001:db8::/33'], '2001:db8:7fff::1', true],
  [['2001:db8::/33'], '2001:db8:8000::1', false],
  [['fe80::/10'], 'fe80::1%eth0', true],
  [['10.0.0.0/8', '10.1.0.0/16', '9.0.0.0/8'], '10.200.0.1', true],
  [[], '192.0.2.1', false],
];

describe('AddressSet', () => {
  for (const [blocks, address, expected] of cases) {
    it(`[${blocks.join(', ')}] and ${address}: ${expected}`, () => {
      expect(contains(blocks, address)).to.equal(expected);
    });
  }

  it('contains no sender without an address', () => {
    expect(new AddressSet(['0.0.0.0/0', '::/0']).containsBytes(new Uint8Array(0))).to.equal(false);
  });

  it('takes the mapped form as bytes too', () => {
    const mapped = Uint8Array.from([
      ...Array.from({ length: 10 }, () => 0),
      255,
      255,
      192,
      0,
      2,
      9,
    ]);
    expect(new AddressSet(['192.0.2.0/24']).containsBytes(mapped)).to.equal(true);
  });

  it('agrees with ipaddr.js on any blocks', () => {
    // Few distinct leading bytes, so that blocks and addresses meet.
    const near = oneof(
      ipV4(),
      ipV6(),
      tuple(constantFrom('10.0', '10.1'), integer({ min: 0, max: 3 })).map(
        ([head, third]) => `${head}.${third}.1`,
      ),
      integer({ min: 0, max: 15 }).map((n) => `2001:db8::${n.toString(16)}`),
    ).filter((address) => !ipaddr.parse(address).toString().startsWith('::ffff:'));
    const block = tuple(near, integer({ min: 0, max: 128 })).map(([address, bits]) => {
      const most = address.includes(':') ? 128 : 32;
      return `${address}/${bits % (most + 1)}`;
    });
    assert(
      property(array(block, { maxLength: 6 }), near, (blocks, address) => {
        const parsed = ipaddr.parse(address);
        const expected = blocks.some((each) => {
          const [base, bits] = ipaddr.parseCIDR(each);
          return base.kind() === parsed.kind() && parsed.match(base, bits);
        });
        expect(contains(blocks, address)).to.equal(expected);
      }),
    );
  });
});
