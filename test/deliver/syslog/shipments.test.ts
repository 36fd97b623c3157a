import { expect } from 'chai';
import { array, assert, asyncProperty, integer, record } from 'fast-check';
import type { SendResult } from '../../../lib/deliver/outbox/carrier.ts';
import type { Parcel } from '../../../lib/deliver/parcel.ts';
import { Shipments } from '../../../lib/deliver/syslog/shipments.ts';

/** A parcel of counted frames with these texts. */
function parcelOf(texts: readonly string[]): Parcel {
  const content = Buffer.from(texts.map((text) => `${text.length} ${text}`).join(''));
  const bytes = new Uint8Array(new SharedArrayBuffer(content.length));
  bytes.set(content);
  const events = texts.length;
  const rest = { runs: new Uint32Array(0), names: [], lane: '', prev: 0, next: events };
  return { bytes, used: content.length, events, ...rest };
}

/** The texts of frames. */
function textsOf(bytes: string): string[] {
  const texts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(' ', at);
    const end = space + 1 + Number(bytes.slice(at, space));
    texts.push(bytes.slice(space + 1, end));
    at = end;
  }
  return texts;
}

function take(shipments: Shipments, limit = Number.POSITIVE_INFINITY): string {
  const piece = shipments.take(limit);
  return piece === undefined ? '' : Buffer.from(piece.bytes).toString();
}

const RETRY: SendResult & { kind: 'retry' } = { kind: 'retry', problem: 'x' };
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('shipments', () => {
  it('sends again from the first message that is not settled, and counts what was sent before', async () => {
    let resent = 0;
    const shipments = new Shipments('octet-counting', (events) => (resent += events));
    const parcel = parcelOf(['one', 'two', 'three']);
    const first = shipments.add(parcel);
    expect(take(shipments)).to.equal('3 one3 two5 three');
    expect(shipments.settle(7)).to.equal(true);
    expect(shipments.rewind()).to.equal(2);
    shipments.returnAll(RETRY);
    expect(await first).to.equal(RETRY);
    expect(resent).to.equal(0);
    const second = shipments.add(parcel);
    expect(shipments.unwrittenBytes).to.equal(12);
    expect(take(shipments, 1)).to.equal('3 two');
    expect(take(shipments, 9)).to.equal('5 three');
    expect(resent).to.equal(2);
    shipments.settle(12);
    expect(await second).to.deep.equal({ kind: 'delivered' });
  });

  it('drops the first unsettled message, and reports it with the parcel', async () => {
    const shipments = new Shipments('octet-counting', () => undefined);
    const results = [parcelOf(['one', 'two']), parcelOf(['three'])].map((each) =>
      shipments.add(each),
    );
    take(shipments);
    shipments.settle(5);
    shipments.rewind();
    shipments.refuseFirst('too long');
    const refused = { events: 1, problem: 'too long' };
    expect(await results[0]).to.deep.equal({ kind: 'delivered', refused });
    expect(take(shipments)).to.equal('5 three');
  });

  it('delivers every message, in order, whatever breaks when', async () => {
    const step = record({
      pieces: integer({ min: 0, max: 3 }),
      limit: integer({ min: 1, max: 5 }),
      settled: integer({ min: 0, max: 60 }),
    });
    const parcels = array(integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 });
    await assert(
      asyncProperty(parcels, array(step, { maxLength: 20 }), async (sizes, steps) => {
        let number = 0;
        const all = sizes.map((size) =>
          parcelOf(Array.from({ length: size }, () => String(number++).padStart(2, '0'))),
        );
        const shipments = new Shipments('octet-counting', () => undefined);
        const delivered = new Set<Parcel>();
        const settledTexts = new Set<string>();
        const fill = (): void => {
          for (const parcel of all.filter((each) => !delivered.has(each))) {
            void shipments.add(parcel).then((result) => {
              if (result.kind === 'delivered') delivered.add(parcel);
            });
          }
        };
        for (const { pieces, limit, settled } of [
          ...steps,
          { pieces: 99, limit: 99, settled: 0 },
        ]) {
          fill();
          let sent = '';
          for (let i = 0; i < pieces; i++) sent += take(shipments, limit);
          const texts = textsOf(sent);
          // From the first message that is not settled, without a gap.
          texts.forEach((text, index) => expect(Number(text)).to.equal(settledTexts.size + index));
          const end = pieces === 99 ? sent.length : Math.min(settled, sent.length);
          shipments.settle(end);
          texts.slice(0, Math.floor(end / 4)).forEach((text) => settledTexts.add(text));
          shipments.rewind();
          shipments.returnAll(RETRY);
          await turn();
        }
        expect(delivered.size).to.equal(all.length);
        expect(settledTexts.size).to.equal(number);
      }),
      { numRuns: 60 },
    );
  });
});
