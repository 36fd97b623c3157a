import { expect } from 'chai';
import { BatchEncoder } from '../../lib/deliver/batch-encoder.ts';
import { compileLineTemplates } from '../../lib/deliver/entries/line-templates.ts';
import { Lines } from '../../lib/deliver/entries/lines.ts';
import { NoNames } from '../../lib/deliver/names/event-names.ts';
import { BUFFER_BYTES, createEncoder, runsOf } from './batch-encoder-stand.ts';
import { encoderContext, eventOf } from './encoder-stand.ts';

describe('form of batches', () => {
  it('keeps the lines of an event together where batches need whole events', () => {
    const { encoder, batches } = createEncoder({ wholeEvents: true });
    const message = Array.from({ length: 250 }, (_, i) => `${i}`.padStart(30, '.')).join('\n');
    for (const text of ['before', message, 'after']) encoder.encode(eventOf(text));
    encoder.flush();
    expect(batches.map(({ events }) => events)).to.deep.equal([2, 1]);
    expect(runsOf(batches)).to.deep.equal([
      { path: '/log/web1/a', text: `before\n${message}\n`, events: 2 },
      { path: '/log/web1/a', text: 'after\n', events: 1 },
    ]);
  });

  it('hands over a batch that has as many events as it may', () => {
    const { encoder, batches } = createEncoder({ maxEvents: 2 });
    for (const text of ['1', '2', '3']) encoder.encode(eventOf(text));
    expect(batches.map(({ events }) => events)).to.deep.equal([2]);
    encoder.flush();
    expect(batches.map(({ events }) => events)).to.deep.equal([2, 1]);
  });

  it('keeps a batch within its bytes, except for one larger event', () => {
    const { encoder, batches } = createEncoder({ maxBytes: 100, wholeEvents: true });
    const texts = [60, 40, 61, 39, 1, 500, 10].map((size, i) => `${i}`.repeat(size - 1));
    for (const text of texts) encoder.encode(eventOf(text));
    encoder.flush();
    expect(batches.map(({ used, events }) => [used, events])).to.deep.equal([
      [100, 2],
      [100, 2],
      [1, 1],
      [500, 1],
      [10, 1],
    ]);
    expect(runsOf(batches).map(({ text, events }) => [text, events])).to.deep.equal([
      [`${texts[0]}\n${texts[1]}\n`, 2],
      [`${texts[2]}\n${texts[3]}\n`, 2],
      [`${texts[4]}\n`, 1],
      [`${texts[5]}\n`, 1],
      [`${texts[6]}\n`, 1],
    ]);
  });

  it('marks batches with the chunk that is being encoded', () => {
    const stand = encoderContext(BUFFER_BYTES);
    let receipt: number | undefined = 7;
    const encoder = new BatchEncoder(
      { ...stand.context, receipt: () => receipt },
      {
        entries: new Lines(compileLineTemplates('$MSG')),
        createNames: () => new NoNames(),
        wholeEvents: false,
      },
    );
    encoder.encode(eventOf('one'));
    encoder.flush();
    receipt = undefined;
    encoder.encode(eventOf('two'));
    encoder.flush();
    expect(stand.batches.map((batch) => batch.receipt)).to.deep.equal([7, undefined]);
    expect(stand.batches.map(({ runs }) => runs.newNames)).to.deep.equal([
      [{ id: 0, name: '' }],
      [],
    ]);
  });
});
