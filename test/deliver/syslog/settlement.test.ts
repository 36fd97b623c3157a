import { expect } from 'chai';
import { array, assert, integer, property, tuple } from 'fast-check';
import { ReadEstimate } from '../../../lib/deliver/syslog/read-estimate.ts';
import { Settlement } from '../../../lib/deliver/syslog/settlement.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

describe('estimate of what a peer has read', () => {
  const cases: [about: string, acknowledged: number, windows: number[], likely: number][] = [
    ['a full window', 10 * MIB, [500 * KIB], 10 * MIB],
    ['a slightly smaller window', 10 * MIB, [500 * KIB, 400 * KIB], 10 * MIB - 100 * KIB],
    ['a much smaller window', 10 * MIB, [500 * KIB, 300 * KIB], 10 * MIB - MIB + 300 * KIB],
    ['a closed window that was large', 10 * MIB, [2 * MIB, 0], 6 * MIB],
    ['a window that was larger before', 10 * MIB, [2 * MIB, MIB, 2 * MIB], 10 * MIB],
  ];
  for (const [about, acknowledged, windows, likely] of cases) {
    it(about, () => {
      const estimate = new ReadEstimate(64 * MIB);
      const reads = windows.map((window) => estimate.read({ acknowledged, window }));
      expect(reads.at(-1)?.likely).to.equal(likely);
    });
  }

  it('is safe only for what a grown buffer cannot hold, and keeps a limited amount', () => {
    const read = { acknowledged: 10 * MIB, window: 500 * KIB };
    expect(new ReadEstimate(64 * MIB).read(read).safe).to.equal(10 * MIB - MIB + 500 * KIB);
    expect(new ReadEstimate(600 * KIB).read(read).safe).to.equal(10 * MIB - 100 * KIB);
    expect(new ReadEstimate(0).read(read).safe).to.equal(10 * MIB);
  });
});

const both = (wire: number): { likely: number; safe: number } => ({ likely: wire, safe: wire });

describe('settlement', () => {
  it('keeps the resend window after what was read, byte by byte without TLS', () => {
    const settlement = new Settlement({ resendWindowBytes: 100, timeoutMs: 1000 }, 0);
    settlement.wrote(500, 500);
    settlement.wrote(800, 800);
    expect(settlement.update(both(450), 0)).to.equal(350);
    expect([settlement.isAllRead, settlement.read]).to.deep.equal([false, 450]);
    expect(settlement.update(both(800), 10)).to.equal(700);
    expect([settlement.isAllRead, settlement.dueMs]).to.deep.equal([true, 1010]);
  });

  it('takes whole writes with TLS, whose bytes on the wire are others', () => {
    const settlement = new Settlement({ resendWindowBytes: 0, timeoutMs: 1000 }, 3000);
    settlement.wrote(500, 3600);
    settlement.wrote(800, 3950);
    expect(settlement.update(both(3599), 0)).to.equal(0);
    expect(settlement.update(both(3900), 0)).to.equal(500);
    expect(settlement.update(both(3950), 0)).to.equal(800);
  });

  it('settles what was read long ago', () => {
    const settlement = new Settlement({ resendWindowBytes: 1000, timeoutMs: 1000 }, 0);
    settlement.wrote(500, 500);
    expect(settlement.update(both(300), 0)).to.equal(0);
    expect(settlement.update(both(500), 400)).to.equal(0);
    expect(settlement.update(both(500), 999)).to.equal(0);
    expect(settlement.update(both(500), 1000)).to.equal(300);
    expect(settlement.dueMs).to.equal(1400);
    expect(settlement.update(both(500), 1400)).to.equal(500);
    expect(settlement.dueMs).to.equal(undefined);
  });

  it('does not count time for bytes that turn out not to be read', () => {
    const settlement = new Settlement({ resendWindowBytes: 1000, timeoutMs: 1000 }, 0);
    settlement.wrote(500, 500);
    settlement.update(both(500), 0);
    settlement.update(both(200), 900);
    expect(settlement.update(both(200), 1000)).to.equal(0);
    settlement.update(both(500), 1100);
    expect(settlement.update(both(500), 2099)).to.equal(200);
    expect(settlement.update(both(500), 2100)).to.equal(500);
  });

  it('resumes before what was likely not read, and settles only what was safely read', () => {
    const settlement = new Settlement({ resendWindowBytes: 100, timeoutMs: 1000 }, 0);
    settlement.wrote(5000, 5000);
    expect(settlement.update({ likely: 4000, safe: 1000 }, 0)).to.equal(900);
    expect(settlement.resumeAt).to.equal(3900);
    expect(settlement.update({ likely: 2000, safe: 2000 }, 5)).to.equal(1900);
    expect(settlement.resumeAt).to.equal(1900);
  });

  it('never goes back, and never settles what was not written', () => {
    const step = tuple(integer({ min: 0, max: 300 }), integer({ min: 0, max: 3000 }));
    assert(
      property(array(step, { maxLength: 40 }), integer({ max: 500, min: 0 }), (steps, window) => {
        const settlement = new Settlement({ resendWindowBytes: window, timeoutMs: 50 }, 7);
        let written = 0;
        let before = 0;
        for (const [index, [bytes, read]] of steps.entries()) {
          written += bytes;
          settlement.wrote(written, written + 7);
          const settled = settlement.update({ likely: read + 7, safe: read / 2 }, index * 10);
          expect(settled).to.be.within(before, written);
          expect(settlement.resumeAt).to.be.within(settled, written);
          before = settled;
        }
      }),
    );
  });
});
