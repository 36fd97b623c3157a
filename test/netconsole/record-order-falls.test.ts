import { expect } from 'chai';
import { Player } from './decode-recording.ts';
import { BOOT_S, finish, say, told } from './told.ts';
import { linesFrom, sayAll, WAIT } from './waiting.ts';

describe('records that wait for order and a fall of numbers', () => {
  it('leave before the first record of the next boot, whose own order is kept', () => {
    const player = new Player({}, WAIT);
    sayAll(player, [5000, 5002, 5003]);
    for (const [index, sequence] of [0, 1, 3, 2, 4].entries()) {
      const uptime = sequence / 1000;
      say(player, { sequence, uptime, t: BOOT_S + 100.01 + index / 1000 });
    }
    expect(finish(player)).to.deep.equal([
      'm5000',
      'm5002 gap 1',
      'm5003',
      ...linesFrom(0, 5),
      '-- rebooted --',
    ]);
  });

  it('are put in order before they are held, too, as they may be those of the boot before', () => {
    const player = new Player({}, WAIT);
    for (const sequence of [0, 1, 2, 3, 4, 5]) say(player, { sequence, uptime: 0, t: BOOT_S });
    const t = BOOT_S + 60;
    for (const sequence of [0, 1, 2, 4, 3, 5, 7, 6]) say(player, { sequence, uptime: 0, t });
    const after = finish(player).slice(6);
    expect(after).to.deep.equal(['-- rebooted --', ...linesFrom(0, 8)]);
    expect(player.count('duplicates')).to.equal(0);
  });

  it('of a log that is sent again: the new ones after it are put in order', () => {
    const player = new Player({}, WAIT);
    const t = BOOT_S + 400;
    const logged = Array.from({ length: 20 }, (_, sequence) => sequence);
    for (const sequence of logged) say(player, { sequence, uptime: sequence * 10 + 0.000_001 });
    for (const sequence of [...logged, 20, 22, 21]) {
      say(player, { sequence, uptime: sequence * 10 + 0.000_001, t: t + sequence / 1e4 });
    }
    const texts = finish(player).filter((text) => !text.startsWith('--'));
    expect(texts).to.deep.equal(linesFrom(0, 23));
    expect([player.count('replays'), player.count('reboots')]).to.deep.equal([1, 0]);
  });

  it('do not wait in doubt when the wait is longer than what decides it', () => {
    for (const [reorderWaitMs, boot] of [
      [500, ['m0', 'm1', 'm2', 'm3']],
      [501, ['m0', 'm2 gap 1', 'm1 late', 'm3']],
    ] as const) {
      const player = new Player({}, { reorderWaitMs });
      sayAll(player, [5000]);
      for (const sequence of [0, 2, 1, 3]) say(player, { sequence, uptime: 1, t: BOOT_S + 101 });
      expect(told(player).slice(1)).to.deep.equal(boot);
    }
  });
});
