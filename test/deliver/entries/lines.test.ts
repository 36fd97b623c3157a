import { expect } from 'chai';
import { compileLineTemplates } from '../../../lib/deliver/entries/line-templates.ts';
import { BatchEncoder } from '../../../lib/deliver/batch-encoder.ts';
import { JsonLines } from '../../../lib/deliver/entries/json-lines.ts';
import type { EntryWriter } from '../../../lib/deliver/entries/entry-writer.ts';
import { Lines } from '../../../lib/deliver/entries/lines.ts';
import { NoNames } from '../../../lib/deliver/names/event-names.ts';
import type { EncoderContext } from '../../../lib/deliver/encoder.ts';
import { encoderContext, eventOf, hostName, textOf } from '../encoder-stand.ts';

const encoderOf = (context: EncoderContext, entries: EntryWriter): BatchEncoder =>
  new BatchEncoder(context, { entries, createNames: () => new NoNames(), wholeEvents: false });

describe('lines as entries', () => {
  it('writes each line of a message as a line of text', () => {
    const { context, batches } = encoderContext(4096);
    const encoder = encoderOf(context, new Lines(compileLineTemplates('$HOST: $MSG')));
    encoder.encode(eventOf('one\ntwo'));
    encoder.encode(eventOf('', hostName('web2', 1)));
    expect(encoder.isEmpty).to.equal(false);
    encoder.flush();
    expect(encoder.isEmpty).to.equal(true);
    expect(textOf(batches)).to.equal('web1: one\nweb1: two\nweb2: \n');
    expect(batches[0]).to.include({ events: 2, destination: 2, generation: 3, shard: 1 });
    expect(batches[0]?.runs).to.deep.equal({
      at: 28,
      count: 1,
      newNames: [{ id: 0, name: '' }],
      epoch: 0,
    });
  });

  it('writes an event as one line of JSON', () => {
    const { context, batches } = encoderContext(4096);
    const encoder = encoderOf(context, new JsonLines());
    encoder.encode(eventOf('one\ntwo'));
    encoder.encode(eventOf('three'));
    encoder.flush();
    const lines = textOf(batches).trimEnd().split('\n');
    const messages = lines.map((line) => (JSON.parse(line) as { message: string }).message);
    expect(messages).to.deep.equal(['one\ntwo', 'three']);
  });

  it('hands over full batches by itself, between lines', () => {
    const { context, batches } = encoderContext(1024);
    const encoder = encoderOf(context, new Lines(compileLineTemplates('$MSG')));
    const message = Array.from({ length: 100 }, (_, i) => `${i}`.padStart(40, '.')).join('\n');
    encoder.encode(eventOf(message));
    encoder.flush();
    expect(textOf(batches)).to.equal(`${message}\n`);
    expect(batches.length).to.equal(5);
    for (const batch of batches) expect(textOf([batch])).to.match(/\n$/);
    expect(batches.map(({ events }) => events)).to.deep.equal([0, 0, 0, 0, 1]);
  });

  it('keeps what is younger than a full batch for one interval', () => {
    const { context, batches } = encoderContext(1024);
    const encoder = encoderOf(context, new Lines(compileLineTemplates('$MSG')));
    const taken = (): number => batches.splice(0).length;
    for (let i = 0; i < 30; i++) encoder.encode(eventOf('.'.repeat(40)));
    expect([taken(), encoder.isEmpty]).to.deep.equal([1, false]);
    encoder.flushOld();
    expect(taken()).to.equal(0);
    encoder.flushOld();
    expect([taken(), encoder.isEmpty]).to.deep.equal([1, true]);
    encoder.encode(eventOf('alone'));
    encoder.flushOld();
    expect(taken()).to.equal(1);
  });
});
