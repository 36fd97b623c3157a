import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { decodeRecording, Player, readJsonLines, type Packet } from './decode-recording.ts';

const folder = new URL('../captures/', import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl'))
  .map((name) => name.replace('.jsonl', ''));

/** What the recordings hold besides plain lines, by what their README tells. */
const REBOOTS: Readonly<Record<string, number>> = {
  '6.1.192-basic-panic-loop': 2,
  '6.1.192-ext-reboot-twice': 1,
  '6.12.95-ext-reboot-twice': 1,
};
const DUPLICATES: Readonly<Record<string, number>> = {
  '6.1.192-ext-dynamic': 1,
  '7.2.12-ext-dynamic': 9,
};
/** Text written by a user that looks like the first fragment of a record. */
const FAKE_FRAGMENTS: Readonly<Record<string, number>> = {
  '6.12.95-basic-notime': 1,
  '7.2.12-basic-notime': 1,
};

function read(name: string): Packet[] {
  return readJsonLines<Packet>(new URL(`${name}.jsonl`, folder));
}

function bytesOf(packet: Packet): Buffer {
  return Buffer.from(packet.b64 ?? '', 'base64');
}

/** Packets that go on with a record another packet began: later fragments, and what follows a cut basic packet. */
function continuations(packets: readonly Packet[]): number {
  const wasCut = new Set<string>();
  let count = 0;
  for (const packet of packets) {
    const bytes = bytesOf(packet);
    const source = packet.src ?? '';
    const isExtended = /^([^,]+,)?\d+,\d+,\d+,[-c]/.test(bytes.toString('latin1', 0, 100));
    if (/^[^;]*,ncfrag=[1-9]/.test(bytes.toString('latin1'))) count++;
    else if (!isExtended && wasCut.has(source)) count++;
    if (isExtended) continue;
    if (bytes.length === 1000 && bytes.at(-1) !== 0x0a) wasCut.add(source);
    else wasCut.delete(source);
  }
  return count;
}

function gaps(name: string): unknown[] {
  return decodeRecording(read(name)).events.flatMap(({ kernel }) => kernel['gapBefore'] ?? []);
}

describe('recordings', () => {
  for (const name of names) {
    it(`${name}: an event for every datagram but continuations and duplicates`, () => {
      const packets = read(name);
      const player = decodeRecording(packets);
      const duplicates = DUPLICATES[name] ?? 0;
      const joined = continuations(packets);
      expect(player.count('duplicates')).to.equal(duplicates);
      expect(player.count('joined')).to.equal(joined);
      expect(player.count('events')).to.equal(packets.length - joined - duplicates);
      expect(player.count('incomplete')).to.equal(FAKE_FRAGMENTS[name] ?? 0);
      expect(player.count('unterminated')).to.equal(0);
      const signals = player.events.flatMap(({ signal }) => signal ?? []);
      expect(signals).to.deep.equal(Array.from({ length: REBOOTS[name] ?? 0 }, () => 'reboot'));
      const formats = new Set(player.events.map(({ format }) => format));
      formats.delete('signal');
      for (const format of formats) expect(format).to.match(/^netconsole-/);
    });
  }

  it('of two guests behind one address are two senders, each without a gap', () => {
    const player = decodeRecording(read('6.1.192-ext-two-guests'));
    expect(new Set(player.events.map(({ source }) => source))).to.have.lengthOf(2);
    expect(player.count('gaps')).to.equal(0);
    for (const tag of ['alpha', 'beta']) {
      const own = player.events.filter(({ message }) => message.startsWith(tag));
      expect(own.length).to.be.greaterThan(10);
      expect(new Set(own.map(({ source }) => source))).to.have.lengthOf(1);
    }
  });

  it('of the same machine on port 514 decode the same', () => {
    for (const name of ['6.1.192-basic-port514', '6.12.95-ext-port514']) {
      const there = decodeRecording(read(name), { port: 514 });
      expect(there.events).to.deep.equal(decodeRecording(read(name)).events);
    }
  });

  it('decode the same when records wait for order, since they are in order', () => {
    for (const name of names.filter((each) => each.includes('-ext-'))) {
      const packets = read(name);
      const player = new Player({}, { reorderWaitMs: 200 });
      player.play(packets);
      player.decoder.flush((packets.at(-1)?.t ?? 0) * 1000);
      expect(player.events).to.deep.equal(decodeRecording(packets).events);
    }
  });

  it('tell the gap of a flood', () => {
    expect(gaps('6.12.95-ext-flood')).to.deep.equal([]);
    expect(gaps('6.12.95-ext-loglevel')).to.have.lengthOf(5);
  });
});
