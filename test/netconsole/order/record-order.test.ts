import { expect } from 'chai';
import { Player } from '../decode-recording.ts';
import { BOOT_S, finish, say, told } from '../told.ts';
import { piecesOf, sayAll, shortened, WAIT, WAIT_MS } from '../waiting.ts';

describe('records that wait for order', () => {
  it('leave when the numbers before them came, with their own arrival', () => {
    const player = new Player({}, WAIT);
    sayAll(player, [10, 12, 13, 11, 15, 14]);
    expect(told(player)).to.deep.equal(['m10', 'm11', 'm12', 'm13', 'm14', 'm15']);
    const arrivals = player.events.map(({ receivedUs }) => receivedUs - (BOOT_S + 100) * 1e6);
    expect(arrivals).to.deep.equal([0, 3000, 1000, 2000, 5000, 4000]);
    expect(player.decoder.nextDeadline).to.equal(undefined);
    expect([player.count('gaps'), player.count('outOfOrder')]).to.deep.equal([0, 0]);
    expect(player.unaccounted).to.equal(0);
  });

  it('do not when nothing is to wait', () => {
    const player = new Player({}, { reorderWaitMs: 0 });
    sayAll(player, [10, 12, 11]);
    expect(told(player)).to.deep.equal(['m10', 'm12 gap 1', 'm11 late']);
  });

  it('wait as long as that, each from its own arrival on; later ones are late', () => {
    const player = new Player({}, WAIT);
    const t = BOOT_S + 100;
    sayAll(player, [10, 12], t);
    sayAll(player, [15], t + 0.1);
    expect(player.decoder.nextDeadline).to.be.closeTo((t + 0.001) * 1000 + WAIT_MS, 0.01);
    player.decoder.expire((t + 0.2) * 1000);
    expect(told(player)).to.deep.equal(['m10']);
    player.decoder.expire((t + 0.202) * 1000);
    expect(told(player)).to.deep.equal(['m10', 'm12 gap 1']);
    expect([player.count('keptOpen'), player.unaccounted]).to.deep.equal([1, 0]);
    sayAll(player, [11, 13], t + 0.25);
    player.decoder.expire((t + 0.301) * 1000);
    const rest = ['m11 late', 'm13', 'm15 gap 1'];
    expect(finish(player)).to.deep.equal(['m10', 'm12 gap 1', ...rest]);
  });

  it('wait for what is missing before each of several gaps', () => {
    const player = new Player({}, WAIT);
    sayAll(player, [1, 9, 7, 5, 3]);
    sayAll(player, [4], BOOT_S + 100.1);
    player.decoder.expire((BOOT_S + 100.202) * 1000);
    const out = ['m1', 'm3 gap 1', 'm4', 'm5', 'm7 gap 1', 'm9 gap 1'];
    expect(told(player)).to.deep.equal(out);
    expect(player.decoder.nextDeadline).to.equal(undefined);
  });

  it('wait while the record before them lacks pieces, and no longer', () => {
    const player = new Player({}, WAIT);
    const [first, ...others] = piecesOf(11);
    const t = BOOT_S + 100;
    sayAll(player, [10], t);
    player.take(first, t);
    sayAll(player, [12, 13], t);
    expect(shortened(player)).to.deep.equal(['m10']);
    for (const piece of others) player.take(piece, t + 0.1);
    expect(shortened(player)).to.deep.equal(['m10', 'm11', 'm12', 'm13']);
    player.take(piecesOf(14)[1], t + 0.2);
    sayAll(player, [15], t + 0.2);
    player.decoder.expire((t + 0.41) * 1000);
    sayAll(player, [16], t + 0.42);
    expect(shortened(player).slice(4)).to.deep.equal(['m15', 'm16']);
    player.decoder.expire((t + 2.2) * 1000);
    expect(player.events.at(-2)?.problems).to.deep.equal(['incomplete']);
    expect(player.unaccounted).to.equal(0);
  });

  it('leave at once when the record they wait for is given up', () => {
    const player = new Player({}, { ...WAIT, fragmentTimeoutMs: 100 });
    const t = BOOT_S + 100;
    sayAll(player, [10], t);
    player.take(piecesOf(11)[0], t);
    sayAll(player, [12], t + 0.05);
    player.decoder.expire((t + 0.1) * 1000);
    expect(shortened(player).map((text) => text.slice(0, 3))).to.deep.equal([
      'm10',
      'm11',
      '-- ',
      'm12',
    ]);
  });

  it('in pieces of which some came too early are joined', () => {
    const player = new Player({}, WAIT);
    const [a, b, c] = piecesOf(12);
    const t = BOOT_S + 100;
    sayAll(player, [10], t);
    for (const piece of [c, a, a]) player.take(piece, t);
    sayAll(player, [13, 11], t);
    expect(told(player)).to.deep.equal(['m10', 'm11']);
    player.take(b, t);
    expect(shortened(player)).to.deep.equal(['m10', 'm11', 'm12', 'm13']);
    expect(player.count('duplicates')).to.equal(1);
    expect(finish(player)).to.have.lengthOf(4);
  });

  it('are left out when they came before, waiting or not', () => {
    const player = new Player({}, WAIT);
    sayAll(player, [10, 12, 12, 10, 12]);
    expect(player.count('duplicates')).to.equal(3);
    sayAll(player, [11, 12, 11]);
    expect(finish(player)).to.deep.equal(['m10', 'm11', 'm12']);
    expect(player.count('duplicates')).to.equal(5);
  });

  it('tell no loss of message ids that came late', () => {
    const player = new Player({}, WAIT);
    for (const sequence of [1, 2, 6, 7, 8, 9, 3, 4, 5]) {
      const fields = ` msgid=${sequence}\n`;
      say(player, { sequence, uptime: 50, t: BOOT_S + 100, fields });
    }
    const numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(finish(player)).to.deep.equal(numbers.map((number) => `m${number}`));
  });

  it('above 2^53 never wait', () => {
    const player = new Player({}, WAIT);
    sayAll(player, [10]);
    player.say('6,9007199254740993,50000000,-;x\n', BOOT_S + 100);
    player.say('6,12,18446744073709551615,-;y\n', BOOT_S + 100);
    expect(told(player)).to.deep.equal(['m10', 'x', 'y']);
  });

  it('with a fragment marker that no kernel writes never wait', () => {
    const player = new Player({}, WAIT);
    sayAll(player, [10]);
    player.say('6,20,50000000,-,ncfrag=5/5;x\n', BOOT_S + 100);
    expect(player.events.at(-1)?.problems).to.deep.equal(['bad-fragment']);
  });

  it('of two senders do not wait for one another', () => {
    const player = new Player({}, WAIT);
    for (const [sequence, port] of [
      [10, 1],
      [20, 2],
      [12, 1],
      [21, 2],
      [11, 1],
    ]) {
      player.say(`6,${sequence},50000000,-;${sequence}\n`, 100, `192.0.2.1:${port}`);
    }
    expect(told(player)).to.deep.equal(['10', '20', '21', '11', '12']);
  });
});
