import { expect } from 'chai';
import {
  array,
  assert as check,
  boolean,
  constant,
  constantFrom,
  integer,
  oneof,
  property,
  record,
  stringMatching,
  uint8Array,
} from 'fast-check';
import { MAX_SOURCES } from '../../../lib/config/source-config.ts';
import type { Backlog } from '../../../lib/receive/udp/backlog.ts';
import { ReceivedDatagram } from '../../../lib/receive/udp/received-datagram.ts';
import { HUGE_PAGE_BYTES } from '../../../lib/system/reserved-memory.ts';
import { loadSystemCalls } from '../../../lib/system/system-calls.ts';
import { FilledSlots, type Received } from '../slots.ts';

const calls = loadSystemCalls();

interface Sample extends Received {
  readonly socket: number;
  readonly readMs: number;
}

const LARGEST: Sample = {
  bytes: new Uint8Array(65_507).fill(0x61),
  socket: 0,
  isTruncated: false,
  receivedUs: 1,
  readMs: 5000,
  address: '192.0.2.1',
  port: 1,
};
/** Length, sender and times. */
const HEADER_BYTES = 24;
const SLOTS = 8;

/** Reads the sample into a slot and keeps it; whether there was room. */
function push({ backlog, slots }: Stand, sample: Sample, slot = 0): boolean {
  slots.put(slot, sample);
  return backlog.push(slot, slot + 1, sample.socket, sample.readMs) === slot + 1;
}

interface Stand {
  readonly slots: FilledSlots;
  readonly backlog: Backlog;
}

function createStand(maxBytes?: number): Stand {
  const slots = new FilledSlots(
    calls,
    SLOTS,
    maxBytes === undefined ? {} : { backlogBytes: maxBytes },
  );
  return { slots, backlog: slots.backlog };
}

function shift(backlog: Backlog): Sample & { readonly isPlain: boolean } {
  const datagram = new ReceivedDatagram();
  backlog.shift(datagram);
  const { bytes, start, end, socket, isTruncated, isPlain, receivedUs, readMs, key } = datagram;
  return {
    bytes: Uint8Array.from(bytes.subarray(start, end)),
    socket,
    isTruncated,
    isPlain,
    receivedUs,
    readMs,
    address: key.address(String),
    port: key.port,
  };
}

function expected(sample: Sample): Sample & { readonly isPlain: boolean } {
  const text = Buffer.from(sample.bytes).toString('latin1');
  const isPlain = /^[ -~]*\n?\0*$/.test(text);
  return { ...sample, address: sample.address.replace('::ffff:', ''), isPlain };
}

const samples = array(
  record({
    bytes: oneof(
      uint8Array({ maxLength: 300 }),
      stringMatching(/^[ -~]{0,100}\t?\n{0,2}\x00{0,2}$/).map((text) =>
        Uint8Array.from(Buffer.from(text)),
      ),
    ),
    socket: integer({ min: 0, max: MAX_SOURCES - 1 }),
    isTruncated: boolean(),
    receivedUs: oneof(integer({ min: 0, max: 2 ** 50 }), constant(Number.NaN)),
    /** Since the one before, in sixteenths of a millisecond. */
    readMs: integer({ min: 0, max: 16 * 3_600_000 }).map((sixteenths) => sixteenths / 16),
    address: constantFrom('192.0.2.1', '::ffff:192.0.2.1', '2001:db8::1', 'fe80::1%7', '::ffff'),
    port: integer({ min: 0, max: 65_535 }),
  }),
  { minLength: 1, maxLength: 40 },
).map((all) => {
  let readMs = 7.5;
  return all.map((each) => ({ ...each, readMs: (readMs += each.readMs) }));
});

describe('Backlog', () => {
  it('gives back what was put in, in order, wherever it is taken out', () => {
    const stand = createStand();
    const { backlog } = stand;
    check(
      property(samples, integer({ min: 1, max: SLOTS }), (all, batch) => {
        const got: Sample[] = [];
        for (let at = 0; at < all.length; at += batch) {
          for (const [slot, sample] of all.slice(at, at + batch).entries()) {
            expect(push(stand, sample, slot)).to.equal(true);
          }
          if (at % 2 === 0) got.push(shift(backlog));
        }
        while (!backlog.isEmpty) got.push(shift(backlog));
        expect(got).to.deep.equal(all.map(expected));
      }),
    );
  });

  it('tells the last of all sources from the first', () => {
    const stand = createStand();
    for (const socket of [MAX_SOURCES - 1, 0]) push(stand, { ...LARGEST, socket });
    const sockets = [shift(stand.backlog).socket, shift(stand.backlog).socket];
    expect(sockets).to.deep.equal([MAX_SOURCES - 1, 0]);
  });

  it('takes many slots at once, over the ends of its pieces', () => {
    const { slots, backlog } = createStand(2 * HUGE_PAGE_BYTES);
    for (let slot = 0; slot < SLOTS; slot++) slots.put(slot, { ...LARGEST, port: slot });
    const ports: number[] = [];
    let first = 0;
    for (let turn = 0; turn < 20; turn++) {
      first = backlog.push(first === SLOTS ? 0 : first, SLOTS, 3, 5000);
      // Where it is full, some is taken, and the rest is put in the next time.
      if (first < SLOTS) for (let i = 0; i < 20; i++) ports.push(shift(backlog).port);
    }
    while (!backlog.isEmpty) ports.push(shift(backlog).port);
    expect(ports.length).to.be.above(100);
    expect(ports).to.deep.equal(ports.map((_, i) => i % SLOTS));
  });

  it('holds no more than its bound, and has room again when some was taken', () => {
    const stand = createStand(2 * HUGE_PAGE_BYTES);
    const { backlog } = stand;
    let count = 0;
    while (push(stand, LARGEST)) count++;
    const needed = HEADER_BYTES + Math.ceil(LARGEST.bytes.length / 8) * 8;
    expect(count).to.equal(2 * Math.floor(HUGE_PAGE_BYTES / needed));
    for (let i = 0; i < count / 2; i++) expect(shift(backlog)).to.deep.equal(expected(LARGEST));
    expect(push(stand, LARGEST)).to.equal(true);
  });

  it('uses its memory again', () => {
    const stand = createStand();
    const { backlog } = stand;
    const datagram = new ReceivedDatagram();
    const places = new Set<number>();
    for (let i = 0; i < 200; i++) {
      push(stand, LARGEST);
      backlog.shift(datagram);
      places.add(datagram.start);
    }
    expect(places.size).to.equal(1);
  });

  it('gives its memory back some time after nothing waits any more', () => {
    const stand = createStand();
    const { backlog } = stand;
    const datagram = new ReceivedDatagram();
    const count = 1000;
    for (let i = 0; i < count; i++) expect(push(stand, LARGEST)).to.equal(true);
    backlog.rest(LARGEST.readMs + 60_000);
    const starts: number[] = [];
    for (let i = 0; i < count; i++) {
      backlog.shift(datagram);
      starts.push(datagram.start);
    }
    const at = (start: number): Uint8Array =>
      datagram.bytes.subarray(start, start + LARGEST.bytes.length);
    const isThere = (): boolean[] =>
      [Math.min(...starts), Math.max(...starts)].map((start) =>
        Buffer.from(LARGEST.bytes).equals(at(start)),
      );
    backlog.rest(LARGEST.readMs + 9999);
    expect(isThere()).to.deep.equal([true, true]);
    backlog.rest(LARGEST.readMs + 10_000);
    // The first piece stays; what was given back reads as zeros.
    expect(isThere()).to.deep.equal([true, false]);
    expect(at(Math.max(...starts)).every((byte) => byte === 0)).to.equal(true);
    expect(push(stand, LARGEST)).to.equal(true);
    backlog.shift(datagram);
    expect(datagram.start).to.equal(Math.min(...starts));
  });
});
