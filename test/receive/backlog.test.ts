import { expect } from 'chai';
import { array, assert as check, boolean, integer, property, record, uint8Array } from 'fast-check';
import { Backlog } from '../../lib/receive/backlog.ts';
import { ReceivedDatagram } from '../../lib/receive/received-datagram.ts';
import { HUGE_PAGE_BYTES } from '../../lib/receive/reserved-memory.ts';
import { loadSystemCalls } from '../../lib/receive/system-calls.ts';

const calls = loadSystemCalls();

interface Sample {
  readonly bytes: Uint8Array;
  readonly socket: number;
  readonly isTruncated: boolean;
  readonly receivedUs: number;
  readonly readMs: number;
  readonly address: string;
}

const LARGEST: Sample = {
  bytes: new Uint8Array(65_507).fill(0x61),
  socket: 0,
  isTruncated: false,
  receivedUs: 1,
  readMs: 5000,
  address: '192.0.2.1',
};
/** Length, sender and times. */
const HEADER_BYTES = 24;

function newBacklog(maxBytes?: number): Backlog {
  return new Backlog(calls, Buffer.from(new ArrayBuffer(Backlog.memoryBytes(maxBytes))));
}

function push(backlog: Backlog, sample: Sample, offset = 0): boolean {
  const datagram = new ReceivedDatagram();
  const { bytes } = sample;
  datagram.bytes = new Uint8Array(offset + bytes.length);
  datagram.bytes.set(bytes, offset);
  datagram.start = offset;
  datagram.end = offset + bytes.length;
  datagram.receivedUs = sample.receivedUs;
  datagram.readMs = sample.readMs;
  datagram.isTruncated = sample.isTruncated;
  datagram.socket = sample.socket;
  expect(datagram.key.setFromText(sample.address, sample.socket + 1, Number)).to.equal(true);
  return backlog.push(datagram);
}

function shift(backlog: Backlog): Sample {
  const datagram = new ReceivedDatagram();
  backlog.shift(datagram);
  const { bytes, start, end, socket, isTruncated, receivedUs, readMs, key } = datagram;
  expect(key.port).to.equal(socket + 1);
  const address = key.address(String);
  return {
    bytes: Uint8Array.from(bytes.subarray(start, end)),
    socket,
    isTruncated,
    receivedUs,
    readMs,
    address,
  };
}

const samples = array(
  record({
    bytes: uint8Array({ maxLength: 300 }),
    socket: integer({ min: 0, max: 8191 }),
    isTruncated: boolean(),
    receivedUs: integer({ min: 0, max: 2 ** 50 }),
    /** Since the one before, in sixteenths of a millisecond. */
    readMs: integer({ min: 0, max: 16 * 3_600_000 }).map((sixteenths) => sixteenths / 16),
    address: integer({ min: 0, max: 2 }).map(
      (i) => ['192.0.2.1', '2001:db8::1', 'fe80::1%7'][i] as string,
    ),
  }),
  { minLength: 1, maxLength: 40 },
).map((all) => {
  let readMs = 7.5;
  return all.map((each) => ({ ...each, readMs: (readMs += each.readMs) }));
});

describe('Backlog', () => {
  it('gives back what was put in, in order, wherever it is taken out', () => {
    check(
      property(
        samples,
        integer({ min: 1, max: 5 }),
        integer({ min: 0, max: 9 }),
        (all, batch, offset) => {
          const backlog = newBacklog();
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
    const backlog = newBacklog(2 * HUGE_PAGE_BYTES);
    let count = 0;
    while (push(backlog, LARGEST)) count++;
    const needed = HEADER_BYTES + Math.ceil(LARGEST.bytes.length / 8) * 8;
    expect(count).to.equal(2 * Math.floor(HUGE_PAGE_BYTES / needed));
    for (let i = 0; i < count / 2; i++) expect(shift(backlog)).to.deep.equal(LARGEST);
    expect(push(backlog, LARGEST)).to.equal(true);
  });

  it('uses its memory again', () => {
    const backlog = newBacklog();
    const datagram = new ReceivedDatagram();
    const places = new Set<number>();
    for (let i = 0; i < 200; i++) {
      push(backlog, LARGEST);
      backlog.shift(datagram);
      places.add(datagram.start);
    }
    expect(places.size).to.equal(1);
  });

  it('gives its memory back some time after nothing waits any more', () => {
    const backlog = newBacklog();
    const datagram = new ReceivedDatagram();
    const count = 1000;
    for (let i = 0; i < count; i++) expect(push(backlog, LARGEST)).to.equal(true);
    backlog.rest(LARGEST.readMs + 60_000);
    for (let i = 0; i < count; i++) expect(shift(backlog)).to.deep.equal(LARGEST);
    push(backlog, LARGEST);
    backlog.shift(datagram);
    const { bytes, start, end } = datagram;
    backlog.rest(LARGEST.readMs + 9999);
    expect(Buffer.from(LARGEST.bytes).equals(bytes.subarray(start, end))).to.equal(true);
    // What was given back reads as zeros.
    backlog.rest(LARGEST.readMs + 10_000);
    expect(bytes.subarray(start, end).every((byte) => byte === 0)).to.equal(true);
    expect(push(backlog, LARGEST)).to.equal(true);
    expect(shift(backlog)).to.deep.equal(LARGEST);
  });
});
