import { expect } from 'chai';
import * as fc from 'fast-check';
import { Player } from './decode-recording.ts';
import { linesFrom, piecesOf, shortened, WAIT, WAIT_MS } from './waiting.ts';

/** Numbers from 1 on, each with the milliseconds it is late. */
const network = fc.array(fc.nat({ max: WAIT_MS - 1 }), { minLength: 1, maxLength: 60 });

/** The packets of one record: whole, or in pieces. */
function packetsOf(sequence: number, isLarge: boolean): Buffer[] {
  return isLarge ? piecesOf(sequence) : [Buffer.from(`6,${sequence},50000000,-;m${sequence}\n`)];
}

describe('any permutation within the wait', () => {
  it('leaves in order, none lost, none twice', () => {
    fc.assert(
      fc.property(network, fc.array(fc.boolean()), (delays, large) => {
        const player = new Player({}, { ...WAIT, maxPerSenderBytes: 2 ** 20 });
        player.say('6,0,50000000,-;m0\n', 100);
        const arriving = delays.flatMap((delay, index) =>
          packetsOf(index + 1, large[index] === true).map((packet, piece) => ({
            packet,
            // Pieces overtake each other, too.
            ms: index + ((delay + 67 * piece) % WAIT_MS),
          })),
        );
        for (const { packet, ms } of arriving.toSorted((a, b) => a.ms - b.ms)) {
          player.take(packet, 100 + ms / 1000);
          expect(player.unaccounted).to.equal(0);
        }
        expect(shortened(player)).to.deep.equal(linesFrom(0, delays.length + 1));
        expect(player.decoder.nextDeadline).to.equal(undefined);
        expect(player.count('keptOpen')).to.equal(0);
      }),
    );
  });

  it('with losses leaves in order, and only the wait delays it', () => {
    fc.assert(
      fc.property(network, fc.array(fc.boolean()), (delays, lost) => {
        const player = new Player({}, WAIT);
        player.say('6,0,50000000,-;m0\n', 100);
        const arriving = delays
          .map((delay, index) => ({ sequence: index + 1, ms: index + delay }))
          .filter((_, index) => lost[index] !== true)
          .toSorted((a, b) => a.ms - b.ms);
        const arrivals = new Map(arriving.map(({ sequence, ms }) => [`m${sequence}`, ms]));
        const expectPrompt = (nowMs: number): void => {
          const left = new Set(player.events.map(({ message }) => message));
          for (const [message, ms] of arrivals) {
            if (ms + WAIT_MS < nowMs) expect(left).to.include(message);
          }
        };
        for (const { sequence, ms } of arriving) {
          player.say(`6,${sequence},50000000,-;m${sequence}\n`, 100 + ms / 1000);
          expectPrompt(ms);
        }
        player.decoder.expire(100_000 + delays.length + 2 * WAIT_MS);
        const numbers = player.events.map(({ message }) => Number(message.slice(1)));
        expect(numbers).to.deep.equal(numbers.toSorted((a, b) => a - b));
        expect(numbers).to.have.lengthOf(arriving.length + 1);
        expect(player.decoder.nextDeadline).to.equal(undefined);
        expect(player.unaccounted).to.equal(0);
      }),
    );
  });
});
