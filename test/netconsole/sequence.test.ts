import { expect } from 'chai';
import { Player } from './decode-recording.ts';
import { BOOT_S, finish, say } from './told.ts';

function estimates(player: Player): unknown[] {
  return player.events.map(({ kernel }) => kernel['estimatedTimeUs']);
}

describe('sequence numbers', () => {
  it('tell of gaps and order', () => {
    const player = new Player();
    for (const sequence of [10, 11, 15, 13, 16]) say(player, { sequence, uptime: 5, t: 1005 });
    expect(finish(player)).to.deep.equal(['m10', 'm11', 'm15 gap 3', 'm13 late', 'm16']);
    expect([player.count('gaps'), player.count('outOfOrder')]).to.deep.equal([1, 1]);
  });

  it('above 2^53 are not compared', () => {
    const player = new Player();
    for (const sequence of ['9007199254740993', '18446744073709551615', '9007199254740993']) {
      player.say(`6,${sequence},5000000,-;x\n`);
    }
    expect(finish(player)).to.deep.equal(['x', 'x', 'x']);
  });

  it('of two senders behind one address are two rows', () => {
    const player = new Player();
    player.say('6,10,5000000,-;a\n', 0, '192.0.2.1:40001');
    player.say('6,20,5000000,-;b\n', 0, '192.0.2.1:40002');
    player.say('6,11,5000001,-;a\n', 0, '192.0.2.1:40001');
    expect(finish(player)).to.deep.equal(['a', 'b', 'a']);
  });

  it('begin anew when the sender was let go', () => {
    const player = new Player();
    for (const sequence of [10, 11]) say(player, { sequence, uptime: 5 });
    player.decoder.forget(player.sender('192.0.2.10:6665'), 0);
    expect(player.decoder.memoryBytes).to.equal(0);
    for (const sequence of [11, 20]) say(player, { sequence, uptime: 5 });
    expect(finish(player)).to.deep.equal(['m10', 'm11', 'm11', 'm20 gap 8']);
  });
});

describe('repeated records', () => {
  it('are left out from the second datagram on, when number, uptime and length are the same', () => {
    const player = new Player();
    for (let i = 0; i < 3; i++) player.say('6,10,5000000,-;abc\n');
    player.say('** replaying previous printk message **\n6,10,5000000,-;abc\n');
    expect(player.count('duplicates')).to.equal(3);
    player.say('6,10,5000000,-;abcd\n');
    player.say('6,10,5000001,-;abcd\n');
    expect(finish(player)).to.deep.equal(['abc', 'abcd', 'abcd']);
  });

  it('of a second target or a doubling network are no replay', () => {
    const player = new Player();
    for (let i = 0; i < 50; i++) {
      for (const sequence of [i, Math.max(0, i - 3)]) {
        say(player, { sequence, uptime: 5 + sequence / 1e4, t: 1005 + i / 1e4 });
      }
    }
    const texts = finish(player);
    expect(texts).to.have.lengthOf(50);
    expect(player.count('replays')).to.equal(0);
    expect(player.count('duplicates')).to.equal(50);
  });

  it('are found among the last 16,384 records', () => {
    const player = new Player();
    for (const round of [0, 1]) {
      for (let sequence = 0; sequence < 16_384; sequence++) {
        say(player, { sequence, uptime: 5 + sequence / 1e5 + 1e-6, t: 1006 + round });
      }
    }
    expect(player.count('events')).to.equal(16_384);
    expect(player.count('duplicates')).to.equal(16_384);
  });

  it('are found as far as the memory for tables goes: without it, only the last one', () => {
    const player = new Player({}, { maxTableBytes: 1000 });
    for (const sequence of [1, 2, 2, 1]) say(player, { sequence, uptime: 5 });
    expect(finish(player)).to.deep.equal(['m1', 'm2', 'm1 late']);
    expect(player.decoder.memoryBytes).to.equal(0);
  });

  it('share one bound for the memory of tables', () => {
    const player = new Player({}, { maxTableBytes: 100_000 });
    for (let sender = 0; sender < 100; sender++) {
      for (let sequence = 0; sequence < 600; sequence += 2) {
        player.say(`6,${sequence},${sequence},-;x\n`, 0, `192.0.2.1:${sender}`);
      }
    }
    expect(player.decoder.memoryBytes).to.be.within(90_000, 100_000);
  });
});

describe('estimated time', () => {
  it('is told of records that come more than a second late', () => {
    const player = new Player();
    say(player, { sequence: 1, uptime: 100 });
    say(player, { sequence: 2, uptime: 100.5, t: BOOT_S + 101.4 });
    say(player, { sequence: 3, uptime: 101.5, t: BOOT_S + 103 });
    player.say('[  102.000000] basic\n', BOOT_S + 104);
    expect(estimates(player)).to.deep.equal([undefined, undefined, 1_101_500_000, 1_102_000_000]);
  });

  it('follows a clock that was suspended after some minutes', () => {
    const player = new Player();
    for (let minute = 0; minute < 60; minute++) {
      const boot = minute < 5 ? BOOT_S : BOOT_S + 3600;
      say(player, { sequence: minute, uptime: minute * 60, boot });
    }
    expect(estimates(player)[10]).to.equal((BOOT_S + 600) * 1e6);
    expect(estimates(player).slice(30)).to.deep.equal(Array.from({ length: 30 }, () => undefined));
  });
});
