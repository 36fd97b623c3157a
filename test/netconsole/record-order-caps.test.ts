import { expect } from 'chai';
import { COUNT, createSourceCounts } from '../../lib/observe/counters.ts';
import { Player } from './decode-recording.ts';
import { BOOT_S, finish, told } from './told.ts';
import { linesFrom, piecesOf, sayAll, shortened, WAIT } from './waiting.ts';

/** Datagrams that wait. */
function held(player: Player): number {
  return player.count('keptOpen');
}

describe('what is held for order', () => {
  it('leaves in order at the end, and what it waited for is given up before', () => {
    const player = new Player({}, WAIT);
    sayAll(player, [10, 14, 13]);
    player.take(piecesOf(11)[0], BOOT_S + 100);
    player.take(piecesOf(16)[0], BOOT_S + 100);
    sayAll(player, [17]);
    finish(player);
    const texts = shortened(player).filter((text) => !text.startsWith('--'));
    expect(texts).to.deep.equal(['m10', 'm11', 'm13 gap 1', 'm14', 'm16 gap 1', 'm17']);
    expect(player.decoder.nextDeadline).to.equal(undefined);
  });

  it('leaves in order when its sender is let go', () => {
    const player = new Player({}, WAIT);
    sayAll(player, [10, 14, 12, 13]);
    const sender = player.sender('192.0.2.10:6665');
    expect(player.decoder.isBusy(sender.slot)).to.equal(true);
    player.decoder.forget(sender, 0);
    expect(told(player)).to.deep.equal(['m10', 'm12 gap 1', 'm13', 'm14']);
    expect(player.decoder.isBusy(sender.slot)).to.equal(false);
    expect([held(player), player.decoder.memoryBytes]).to.deep.equal([0, 0]);
  });

  it('is counted where the datagrams were, also when other counters were given since', () => {
    const player = new Player({}, WAIT);
    const later = createSourceCounts();
    sayAll(player, [10, 12]);
    player.decoder.adopt(later);
    sayAll(player, [11]);
    expect(told(player)).to.deep.equal(['m10', 'm11', 'm12']);
    expect(held(player) + (later[COUNT.keptOpen] as number)).to.equal(0);
  });

  it('of one sender is at most 512 datagrams; then all leaves in order', () => {
    const player = new Player({}, { reorderWaitMs: 10_000 });
    const numbers = Array.from({ length: 512 }, (_, index) => 700 - index);
    sayAll(player, [10, ...numbers]);
    expect(held(player)).to.equal(512);
    sayAll(player, [150]);
    expect(held(player)).to.equal(0);
    const first = ['m10', 'm150 gap 139', 'm189 gap 38'];
    expect(told(player)).to.deep.equal([...first, ...linesFrom(190, 511)]);
  });

  it('of one sender is within its bytes', () => {
    const player = new Player({}, { ...WAIT, maxPerSenderBytes: 4096 });
    sayAll(player, [10, 15, 14, 13, 12]);
    expect(told(player)).to.deep.equal(['m10']);
    sayAll(player, [16]);
    expect(told(player).slice(1)).to.deep.equal(['m12 gap 1', 'm13', 'm14', 'm15', 'm16']);
  });

  it('of all senders is a quarter of the memory for open records; what waited longest leaves', () => {
    const player = new Player({}, { ...WAIT, maxAssemblyBytes: 16_384, maxTableBytes: 0 });
    for (let sender = 0; sender < 5; sender++) {
      player.say('6,10,50000000,-;a\n', sender / 1000, `192.0.2.1:${sender}`);
      player.say('6,12,50000000,-;b\n', sender / 1000, `192.0.2.1:${sender}`);
    }
    const late = player.events.filter(({ message }) => message === 'b');
    expect(late.map(({ source }) => source)).to.deep.equal(['192.0.2.1:0']);
    expect([held(player), player.decoder.memoryBytes]).to.deep.equal([4, 4096]);
  });

  it('is nothing when there is no memory', () => {
    const player = new Player({}, { ...WAIT, maxAssemblyBytes: 1000 });
    sayAll(player, [10, 12, 11]);
    expect(told(player)).to.deep.equal(['m10', 'm12 gap 1', 'm11 late']);
  });
});
