import { expect } from 'chai';
import { Player } from './decode-recording.ts';
import { fragmentsOf } from './kernel-sender.ts';
import { BOOT_S, finish, say, told } from './told.ts';

describe('a replay of the log', () => {
  it('is told when it has paused, and its repetitions are left out', () => {
    const player = new Player();
    for (let sequence = 0; sequence < 20; sequence++) {
      say(player, { sequence, uptime: 0.000_001 * sequence + sequence * 10 });
    }
    const t = BOOT_S + 400;
    for (let sequence = 0; sequence < 20; sequence++) {
      say(player, { sequence, uptime: 0.000_001 * sequence + sequence * 10, t });
    }
    say(player, { sequence: 20, uptime: 400, t });
    player.decoder.expire((t + 0.999) * 1000);
    expect(player.events).to.have.lengthOf(21);
    player.decoder.expire((t + 1) * 1000);
    const last = player.events.at(-1)?.message;
    expect(last).to.equal('-- kernel log sent again, 20 repeated messages left out --');
    expect(finish(player)).to.have.lengthOf(22);
    expect([player.count('replays'), player.count('reboots')]).to.deep.equal([1, 0]);
  });

  it('that begins at uptime 0, and was never heard, is no reboot', () => {
    const player = new Player();
    for (const sequence of [500, 501]) say(player, { sequence, uptime: 100 + sequence / 1e3 });
    for (let sequence = 0; sequence <= 502; sequence++) {
      const uptime = sequence < 500 ? sequence / 10 : 100 + sequence / 1e3;
      say(player, { sequence, uptime, t: BOOT_S + 101 });
    }
    const texts = finish(player);
    expect(texts.filter((text) => text.startsWith('--'))).to.deep.equal([
      '-- kernel log sent again, 2 repeated messages left out --',
    ]);
    expect(new Set(texts)).to.have.lengthOf(504);
    expect(player.count('reboots')).to.equal(0);
  });

  it('counts records, not their pieces', () => {
    const player = new Player();
    for (const t of [BOOT_S + 100, BOOT_S + 500]) {
      for (const sequence of [1, 2, 3]) {
        const header = `6,${sequence},${sequence}000001,-`;
        const body = Buffer.from(`${'x'.repeat(2500)}\n`);
        for (const packet of fragmentsOf({ header, body })) player.take(packet, t);
      }
      say(player, { sequence: t, uptime: t - BOOT_S, t });
    }
    const signals = finish(player).filter((text) => text.startsWith('--'));
    expect(signals).to.deep.equal(['-- kernel log sent again, 3 repeated messages left out --']);
    expect(player.count('duplicates')).to.equal(9);
  });

  it('in basic form is no reboot', () => {
    const player = new Player();
    player.say('[  100.000000] a\n', BOOT_S + 100);
    player.say('[  100.100000] b\n', BOOT_S + 100.1);
    for (const uptime of ['    0.000000', '   50.000000', '  200.000000']) {
      player.say(`[${uptime}] c\n`, BOOT_S + 200);
    }
    expect(finish(player)).to.deep.equal(['a', 'b', 'c', 'c', 'c']);
  });
});

describe('a reboot', () => {
  const boots = [BOOT_S, BOOT_S + 60];

  it('is told before its first line, which are all kept, when they equal those of the boot before', () => {
    const player = new Player();
    for (const boot of boots) {
      for (let sequence = 0; sequence < 10; sequence++) {
        const uptime = sequence < 5 ? 0 : 1 + sequence / 10 + boot / 1e6;
        say(player, { sequence, uptime, t: boot + 3 });
      }
    }
    const lines = Array.from({ length: 10 }, (_, sequence) => `m${sequence}`);
    expect(finish(player)).to.deep.equal([...lines, '-- rebooted --', ...lines]);
    expect(player.count('duplicates')).to.equal(0);
  });

  it('is told at the latest when the burst has paused, or lasted five seconds', () => {
    const player = new Player();
    for (const boot of boots) {
      for (const sequence of [0, 1]) say(player, { sequence, uptime: 0, t: boot + 3 });
    }
    expect(told(player)).to.deep.equal(['m0', 'm1']);
    player.decoder.expire((BOOT_S + 64) * 1000);
    expect(finish(player)).to.deep.equal(['m0', 'm1', '-- rebooted --', 'm0', 'm1']);

    const busy = new Player();
    for (const boot of boots) {
      for (let i = 0; i < 200; i++) {
        say(busy, { sequence: (boot === BOOT_S ? 300 : 0) + i, uptime: 3 + i / 20, boot });
      }
    }
    expect(busy.events.filter(({ signal }) => signal === 'reboot')).to.have.lengthOf(1);

    const basic = new Player();
    for (const boot of boots) {
      for (let i = 0; i < 200; i++) {
        const uptime = 3 + i / 20 + (boot === BOOT_S ? 5 : 0);
        basic.say(`[${uptime.toFixed(6).padStart(12)}] x\n`, boot + uptime);
      }
    }
    expect(basic.events.filter(({ signal }) => signal === 'reboot')).to.have.lengthOf(1);
  });

  it('is told when more lines are like those of the boot before than are held', () => {
    const player = new Player();
    for (const boot of boots) {
      for (let sequence = 0; sequence < 513; sequence++) {
        say(player, { sequence, uptime: 0, t: boot + 3 });
      }
    }
    const texts = told(player);
    expect(texts).to.have.lengthOf(2 * 513 + 1);
    expect(texts[513]).to.equal('-- rebooted --');
  });

  it('repeats nothing and leaves nothing out when two targets send each line twice', () => {
    const player = new Player();
    for (const boot of boots) {
      for (let sequence = 0; sequence < 6; sequence++) {
        const uptime = sequence < 3 ? 0 : 1 + sequence / 10 + boot / 1e6;
        for (let target = 0; target < 2; target++) say(player, { sequence, uptime, t: boot + 3 });
      }
    }
    const lines = ['m0', 'm1', 'm2', 'm3', 'm4', 'm5'];
    expect(finish(player)).to.deep.equal([...lines, '-- rebooted --', ...lines]);
    expect(player.count('duplicates')).to.equal(12);
  });

  it('keeps the order, also of lines that the boot before had not sent', () => {
    const player = new Player();
    for (const sequence of [0, 1, 3, 4]) {
      say(player, { sequence, uptime: sequence < 3 ? 0 : 1.000_001 });
    }
    for (const sequence of [0, 1, 2, 3]) {
      say(player, { sequence, uptime: sequence < 3 ? 0 : 1.000_002, t: BOOT_S + 60 });
    }
    expect(finish(player).slice(4)).to.deep.equal(['-- rebooted --', 'm0', 'm1', 'm2', 'm3']);
  });

  it('with two targets, whose first lines the boot before had not sent, is no replay', () => {
    const player = new Player();
    for (const sequence of [300, 301]) say(player, { sequence, uptime: 30 });
    for (const sequence of [250, 250, 251, 251]) {
      say(player, { sequence, uptime: 20.000_001, t: BOOT_S + 70 });
    }
    expect(finish(player).slice(2)).to.deep.equal(['m250', 'm251', '-- rebooted --']);
    expect(player.count('duplicates')).to.equal(2);
  });

  it('makes what the boot before sent new again', () => {
    const player = new Player();
    for (const sequence of [1, 2, 5]) say(player, { sequence, uptime: sequence });
    for (const sequence of [1, 2]) {
      say(player, { sequence, uptime: sequence + 0.1, boot: BOOT_S + 60 });
      player.decoder.expire((BOOT_S + 70) * 1000);
    }
    for (const sequence of [6, 5]) {
      say(player, { sequence, uptime: sequence, t: BOOT_S + 66 });
    }
    const all = ['-- rebooted --', 'm1', 'm2', 'm6 gap 3', 'm5 late'];
    expect(finish(player).slice(3)).to.deep.equal(all);
  });

  it('to another kernel is told at once', () => {
    const player = new Player();
    say(player, { sequence: 4000, uptime: 80_000, release: '6.12.0' });
    say(player, { sequence: 4001, uptime: 80_000.1, release: '6.12.0' });
    say(player, { sequence: 0, uptime: 0, t: BOOT_S + 80_002, release: '6.12.0-kdump' });
    expect(told(player)).to.deep.equal(['m4000', 'm4001', '-- rebooted --', 'm0']);
  });

  it('is told of a sender of basic lines, too', () => {
    const player = new Player();
    for (const boot of boots) {
      for (let i = 0; i < 3; i++) player.say(`[    ${i + 3}.000000] x\n`, boot + i + 3);
    }
    const signals = finish(player).filter((text) => text.startsWith('--'));
    expect(signals).to.deep.equal(['-- rebooted --']);
  });

  it('is not told of a machine that was suspended, nor of packets late by seconds', () => {
    const player = new Player();
    for (const sequence of [10, 11]) say(player, { sequence, uptime: 50 + sequence });
    for (const sequence of [12, 13]) say(player, { sequence, uptime: 50 + sequence, boot: 9000 });
    say(player, { sequence: 9, uptime: 59, t: 9070 });
    const texts = finish(player);
    expect(texts).to.deep.equal(['m10', 'm11', 'm12', 'm13', 'm9 late']);
  });

  it('in the middle of a replay is told all the same', () => {
    const player = new Player();
    for (let sequence = 0; sequence < 9; sequence++) {
      say(player, { sequence, uptime: 1 + sequence / 1e5 });
    }
    const later = { t: BOOT_S + 100 };
    for (let sequence = 1; sequence < 4; sequence++) {
      say(player, { sequence, uptime: 1 + sequence / 1e5, ...later });
    }
    for (let sequence = 4; sequence < 6; sequence++) say(player, { sequence, uptime: 2, ...later });
    expect(finish(player).slice(9)).to.deep.equal(['-- rebooted --', 'm4', 'm5']);
  });

  it('is counted, but no event, where no signals are wanted', () => {
    const player = new Player({ signals: false });
    say(player, { sequence: 5000, uptime: 90_000 });
    say(player, { sequence: 0, uptime: 0, t: 95_000 });
    expect(finish(player)).to.deep.equal(['m5000', 'm0']);
    expect(player.count('reboots')).to.equal(1);
  });
});
