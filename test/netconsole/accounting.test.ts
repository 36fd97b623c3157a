import { expect } from 'chai';
import * as fc from 'fast-check';
import { Player } from './decode-recording.ts';
import { createRandom, HostilePackets } from './hostile-packets.ts';

const SMALL = { maxAssemblyBytes: 16_384, maxTableBytes: 32_768, maxPerSenderBytes: 8192 };

describe('whatever comes', () => {
  it('nothing throws, and every datagram is accounted for at every moment', () => {
    fc.assert(
      fc.property(fc.integer(), fc.boolean(), (seed, signals) => {
        const random = createRandom(seed);
        const senders = Array.from({ length: 4 }, () => new HostilePackets(random));
        const limits = { ...SMALL, reorderWaitMs: random(3) * 400 };
        const player = new Player({ signals, port: random(2) === 0 ? 514 : 6666 }, limits);
        let t = 0;
        for (let i = 0; i < 200; i++) {
          const sender = random(senders.length);
          t += random(5) === 0 ? random(3000) / 1000 : random(1000) / 1e6;
          player.take((senders[sender] as HostilePackets).next(), t, `192.0.2.1:${sender}`);
          expect(player.unaccounted).to.equal(0);
          expect(player.count('keptOpen')).to.be.at.least(0);
          if (random(50) === 0) player.decoder.forget(player.sender('192.0.2.1:0'), t * 1000);
        }
        player.decoder.flush(t * 1000);
        expect(player.unaccounted).to.equal(0);
        expect(player.count('keptOpen')).to.equal(0);
        expect(player.decoder.nextDeadline).to.equal(undefined);
        expect(player.events.some(({ signal }) => signal !== undefined) && !signals).to.equal(
          false,
        );
      }),
      { numRuns: 150 },
    );
  });

  it('random bytes are events, too', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 70_000 }), { maxLength: 4 }), (datagrams) => {
        const player = new Player();
        for (const bytes of datagrams) player.take(bytes);
        player.decoder.flush(0);
        expect(player.unaccounted).to.equal(0);
      }),
      { numRuns: 30 },
    );
  });

  it('memory for open records and tables stays within its caps', () => {
    for (const reorderWaitMs of [0, 200]) {
      const random = createRandom(7);
      const player = new Player({}, { ...SMALL, reorderWaitMs });
      let most = 0;
      for (let i = 0; i < 20_000; i++) {
        player.take(new HostilePackets(random).next(), 0, `192.0.2.1:${random(500)}`);
        most = Math.max(most, player.decoder.memoryBytes);
      }
      expect(most).to.be.within(32_768, 16_384 + 32_768);
    }
  });
});
