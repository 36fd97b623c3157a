import { expect } from 'chai';
import { array, assert, integer, property, record, string } from 'fast-check';
import type { SealedBatch } from '../../lib/deliver/batch.ts';
import { Utf8Repair } from '../../lib/event/utf8.ts';
import { BUFFER_BYTES, createEncoder, runsOf } from './batch-encoder-stand.ts';
import { eventOf, hostName, textOf } from './encoder-stand.ts';

describe('batch encoder', () => {
  it('joins consecutive lines of a path to one run', () => {
    const { encoder, batches } = createEncoder();
    const [web1, web2] = [hostName('web1', 0), hostName('web2', 1)];
    expect(encoder.isEmpty).to.equal(true);
    for (const [text, host] of [
      ['one', web1],
      ['two', web1],
      ['three', web2],
      ['four', web1],
    ] as const) {
      encoder.encode(eventOf(text, host));
    }
    expect([encoder.isEmpty, batches.length]).to.deep.equal([false, 0]);
    encoder.flush();
    expect(encoder.isEmpty).to.equal(true);
    expect(runsOf(batches)).to.deep.equal([
      { path: '/log/web1/a', text: 'one\ntwo\n', events: 2 },
      { path: '/log/web2/a', text: 'three\n', events: 1 },
      { path: '/log/web1/a', text: 'four\n', events: 1 },
    ]);
    const { destination, generation, shard, events, used } = batches[0] as SealedBatch;
    expect({ destination, generation, shard, events, used }).to.deep.equal({
      destination: 2,
      generation: 3,
      shard: 1,
      events: 4,
      used: 'one two three four '.length,
    });
  });

  it('tells of each batch whether all its lines are plain', () => {
    const { encoder, batches } = createEncoder({ template: 'default' });
    const utf8 = new Utf8Repair();
    for (const texts of [['a', 'b'], ['a', 'ä', 'b'], ['a\tb'], ['a']]) {
      for (const text of texts) {
        const event = eventOf(text);
        utf8.repair(event);
        encoder.encode(event);
      }
      encoder.flush();
    }
    expect(batches.map(({ isPlain }) => isPlain)).to.deep.equal([true, false, false, true]);
  });

  it('hands nothing over when there is nothing', () => {
    const { encoder, batches } = createEncoder();
    encoder.flush();
    expect(batches).to.deep.equal([]);
  });

  it('names a path once, and by number in later batches', () => {
    const { encoder, batches } = createEncoder({ path: '/log/$HOST/$MSG' });
    for (const text of ['a', 'b', 'a', 'c']) {
      encoder.encode(eventOf(text));
      encoder.flush();
    }
    expect(batches.map(({ runs }) => runs.newNames)).to.deep.equal([
      [{ id: 0, name: '/log/web1/a' }],
      [{ id: 1, name: '/log/web1/b' }],
      [],
      [{ id: 2, name: '/log/web1/c' }],
    ]);
  });

  it('tells hosts apart whose ids are alike or absent', () => {
    const { encoder, batches } = createEncoder();
    for (const [name, id] of [
      ['a', -1],
      ['b', -1],
      ['c', 2_000_000],
      ['d', 2_000_001],
      ['e', 70_000],
      ['a', -1],
    ] as const) {
      encoder.encode(eventOf(name, hostName(name, id)));
    }
    encoder.flush();
    const found = runsOf(batches).map(({ path }) => path);
    expect(found).to.deep.equal(['a', 'b', 'c', 'd', 'e', 'a'].map((name) => `/log/${name}/a`));
  });

  it('starts numbering anew when too many paths are in use', () => {
    const { encoder, batches } = createEncoder({ maxPaths: 2 });
    const names = ['a', 'b', 'c', 'a', 'c', 'b'];
    names.forEach((name, i) => encoder.encode(eventOf(`${i}`, hostName(name, name.charCodeAt(0)))));
    encoder.flush();
    expect(batches.map(({ runs }) => runs.epoch)).to.deep.equal([0, 1, 2]);
    expect(runsOf(batches).map(({ path }) => path.charAt(5))).to.deep.equal(names);
  });

  it('never splits a line, and counts an event where its last line is', () => {
    const { encoder, batches } = createEncoder();
    const message = Array.from({ length: 250 }, (_, i) => `${i}`.padStart(30, '.')).join('\n');
    encoder.encode(eventOf(message));
    encoder.flush();
    expect(batches.map(({ events }) => events)).to.deep.equal([0, 0, 1]);
    expect(textOf(batches)).to.equal(`${message}\n`);
    for (const batch of batches) expect(textOf([batch])).to.match(/\n$/);
  });

  it('writes at most 256 lines of an event: the last one has the rest, newlines escaped', () => {
    const { encoder, batches } = createEncoder({ path: '/log/a' });
    for (const newlines of [255, 256, 65_507]) {
      encoder.encode(eventOf('\n'.repeat(newlines)));
      encoder.flush();
      const rest = '\\x0a'.repeat(newlines - 255);
      expect(textOf(batches)).to.equal(`${'\n'.repeat(255)}${rest}\n`);
      expect(batches.splice(0).reduce((sum, { events }) => sum + events, 0)).to.equal(1);
    }
  });

  it('takes a line larger than its buffer, and goes on with the small buffer', () => {
    const { encoder, batches } = createEncoder();
    encoder.encode(eventOf('\x01'.repeat(65_507)));
    encoder.encode(eventOf('next'));
    encoder.flush();
    expect(batches.map(({ used, events }) => ({ used, events }))).to.deep.equal([
      { used: 4 * 65_507 + 1, events: 1 },
      { used: 5, events: 1 },
    ]);
    // The line, and its run from the next multiple of four on.
    expect(batches[1]?.bytes.byteLength).to.equal(8 + 12);
  });

  it('counts its runs as part of a batch', () => {
    const { encoder, batches } = createEncoder();
    const hosts = [hostName('web1', 0), hostName('web2', 1)] as const;
    for (let i = 0; batches.length === 0; i++) encoder.encode(eventOf('xyz', hosts[i % 2]));
    const { used, events, bytes, runs } = batches[0] as SealedBatch;
    // Four bytes of text and twelve of a run for each, and a sixteenth of the buffer stays free.
    expect([used, events, runs.count]).to.deep.equal([240 * 4, 240, 240]);
    expect(bytes.byteLength).to.equal(BUFFER_BYTES);
  });

  it('uses buffers again that came back', () => {
    const { encoder, batches, pool } = createEncoder();
    const full = eventOf(Array(250).fill('x'.repeat(19)).join('\n'));
    encoder.encode(full);
    const first = (batches[0] as SealedBatch).bytes;
    pool.give(first);
    encoder.encode(full);
    encoder.encode(full);
    expect(batches[2]?.bytes.buffer === first.buffer).to.equal(true);
  });

  it('keeps what is younger than a full batch for one interval', () => {
    const { encoder, batches } = createEncoder();
    encoder.encode(eventOf('alone'));
    encoder.flushOld();
    expect(batches.length).to.equal(1);
    encoder.encode(eventOf(Array(250).fill('x'.repeat(19)).join('\n')));
    encoder.encode(eventOf('rest'));
    expect([batches.length, encoder.isEmpty]).to.deep.equal([2, false]);
    encoder.flushOld();
    expect(batches.length).to.equal(2);
    encoder.flushOld();
    expect([batches.length, encoder.isEmpty]).to.deep.equal([3, true]);
  });

  it('keeps every line of every path in order, whatever comes', () => {
    const event = record({
      host: integer({ min: 0, max: 6 }),
      message: string({ unit: 'grapheme-ascii', maxLength: 600 }),
    });
    assert(
      property(array(event, { maxLength: 60 }), integer({ min: 1, max: 8 }), (events, maxPaths) => {
        const { encoder, batches } = createEncoder({ maxPaths });
        const expected = new Map<string, string>();
        for (const { host, message } of events) {
          encoder.encode(eventOf(message, hostName(`h${host}`, host)));
          const path = `/log/h${host}/a`;
          expected.set(path, `${expected.get(path) ?? ''}${message}\n`);
        }
        encoder.flush();
        const found = new Map<string, string>();
        for (const { path, text } of runsOf(batches)) {
          found.set(path, `${found.get(path) ?? ''}${text}`);
        }
        expect(found).to.deep.equal(expected);
        expect(batches.reduce((sum, batch) => sum + batch.events, 0)).to.equal(events.length);
      }),
    );
  });
});
