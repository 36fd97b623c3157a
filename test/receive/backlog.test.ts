import { expect } from 'chai';
import { array, assert as check, boolean, integer, property, record, uint8Array } from 'fast-check';
import { Backlog } from '../../lib/receive/backlog.ts';
import { ReceivedDatagram } from '../../lib/receive/received-datagram.ts';

const MIB = 1024 * 1024;

interface Sample {
  readonly bytes: Uint8Array;
  readonly socket: number;
  readonly isTruncated: boolean;
  readonly receivedUs: number;
  readonly address: string;
}

function push(backlog: Backlog, sample: Sample, offset = 0): boolean {
  const datagram = new ReceivedDatagram();
  const { bytes } = sample;
  datagram.bytes = new Uint8Array(offset + bytes.length);
  datagram.bytes.set(bytes, offset);
  datagram.start = offset;
  datagram.end = offset + bytes.length;
  datagram.receivedUs = sample.receivedUs;
  datagram.readMs = sample.receivedUs / 1000;
  datagram.isTruncated = sample.isTruncated;
  datagram.socket = sample.socket;
  expect(datagram.key.setFromText(sample.address, sample.socket + 1, Number)).to.equal(true);
  return backlog.push(datagram);
}

function shift(backlog: Backlog): Sample {
  const datagram = new ReceivedDatagram();
  backlog.shift(datagram);
  const { bytes, start, end, socket, isTruncated, receivedUs, readMs, key } = datagram;
  expect([readMs, key.port]).to.deep.equal([receivedUs / 1000, socket + 1]);
  const address = key.address(String);
  return {
    bytes: Uint8Array.from(bytes.subarray(start, end)),
    socket,
    isTruncated,
    receivedUs,
    address,
  };
}

const samples = array(
  record({
    bytes: uint8Array({ maxLength: 300 }),
    socket: integer({ min: 0, max: 3 }),
    isTruncated: boolean(),
    receivedUs: integer({ min: 0, max: 2 ** 50 }),
    address: integer({ min: 0, max: 2 }).map(
      (i) => ['192.0.2.1', '2001:db8::1', 'fe80::1%7'][i] as string,
    ),
  }),
  { minLength: 1, maxLength: 40 },
);

describe('Backlog', () => {
  it('gives back what was put in, in order, wherever it is taken out', () => {
    check(
      property(
        samples,
        integer({ min: 1, max: 5 }),
        integer({ min: 0, max: 9 }),
        (all, batch, offset) => {
          const backlog = new Backlog();
          const got: Sample[] = [];
          for (let at = 0; at < all.length; at += batch) {
            for (const sample of all.slice(at, at + batch)) {
              expect(push(backlog, sample, offset)).to.equal(true);
            }
            if (at % 2 === 0) got.push(shift(backlog));
          }
          while (!backlog.isEmpty) got.push(shift(backlog));
          expect(got).to.deep.equal(all);
        },
      ),
    );
  });

  it('holds no more than its bound, and has room again when some was taken', () => {
    const backlog = new Backlog(2 * MIB);
    const largest = {
      bytes: new Uint8Array(65_507).fill(0x61),
      socket: 0,
      isTruncated: false,
      receivedUs: 1,
      address: '192.0.2.1',
    };
    let count = 0;
    while (push(backlog, largest)) count++;
    expect(count).to.equal(2 * Math.floor(MIB / (65_507 + 56)));
    for (let i = 0; i < count / 2; i++) expect(shift(backlog)).to.deep.equal(largest);
    expect(push(backlog, largest)).to.equal(true);
  });

  it('uses its memory again', () => {
    const backlog = new Backlog();
    const datagram = new ReceivedDatagram();
    const memory = new Set<Uint8Array>();
    const sample = {
      bytes: new Uint8Array(60_000),
      socket: 0,
      isTruncated: false,
      receivedUs: 1,
      address: '192.0.2.1',
    };
    for (let i = 0; i < 200; i++) {
      push(backlog, sample);
      backlog.shift(datagram);
      memory.add(datagram.bytes);
    }
    expect(memory.size).to.equal(1);
  });
});
