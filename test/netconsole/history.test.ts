import { expect } from 'chai';
import { Player } from './decode-recording.ts';

const BOOT_S = 1000;

/** One extended record of a machine that booted at `boot` seconds, as it arrives at `t` seconds. */
interface Said {
  readonly sequence: number;
  readonly uptime: number;
  readonly t?: number;
  readonly boot?: number;
  readonly release?: string;
  readonly fields?: string;
}

function say(player: Player, { sequence, uptime, t, boot = BOOT_S, release, fields }: Said): void {
  const head = release === undefined ? '' : `${release},`;
  const micros = Math.round(uptime * 1e6);
  const text = `${head}6,${sequence},${micros},-;m${sequence}\n${fields ?? ''}`;
  player.say(text, t ?? boot + uptime);
}

/** Everything that came out, as short text. */
function told(player: Player): string[] {
  return player.events.map(({ signal, message, kernel }) => {
    if (signal !== undefined) return message;
    const gap = kernel['gapBefore'] === undefined ? '' : ` gap ${String(kernel['gapBefore'])}`;
    return `${message}${gap}${kernel['outOfOrder'] === true ? ' late' : ''}`;
  });
}

function finish(player: Player): string[] {
  player.decoder.flush(1e9);
  expect(player.unaccounted).to.equal(0);
  expect(player.count('keptOpen')).to.equal(0);
  return told(player);
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
    player.say('6,10,5000000,-;abcd\n');
    player.say('** replaying previous printk message **\n6,10,5000000,-;abc\n');
    expect(finish(player)).to.deep.equal(['abc', 'abcd late', 'abc late']);
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

  it('is counted, but no event, where no signals are wanted', () => {
    const player = new Player({ signals: false });
    say(player, { sequence: 5000, uptime: 90_000 });
    say(player, { sequence: 0, uptime: 0, t: 95_000 });
    expect(finish(player)).to.deep.equal(['m5000', 'm0']);
    expect(player.count('reboots')).to.equal(1);
  });
});

describe('estimated time', () => {
  const estimates = (player: Player) =>
    player.events.map(({ kernel }) => kernel['estimatedTimeUs']);

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

describe('message ids', () => {
  const record = (msgid: number, sequence = msgid, uptime = 5 + sequence / 1e3) => ({
    sequence,
    uptime,
    fields: ` cpu=0\n msgid=${msgid}\n`,
  });

  function play(said: readonly Said[]): string[] {
    const player = new Player();
    for (const one of said) say(player, one);
    return finish(player).filter((text) => text.startsWith('--'));
  }

  it('that are missing are lost messages', () => {
    expect(play([record(41), record(45)])).to.deep.equal([
      '-- 3 kernel messages lost (msgid 42 to 44) --',
    ]);
    expect(play([record(41), record(43), record(44)])).to.deep.equal([
      '-- 1 kernel message lost (msgid 42) --',
    ]);
  });

  it('are missed when three more came, or a second passed', () => {
    const player = new Player();
    for (const id of [41, 43, 44, 45, 46]) say(player, record(id));
    expect(told(player).slice(-2)).to.deep.equal(['-- 1 kernel message lost (msgid 42) --', 'm46']);
    say(player, record(48));
    player.decoder.expire((BOOT_S + 5.048 + 1) * 1000);
    expect(told(player).at(-1)).to.equal('-- 1 kernel message lost (msgid 47) --');
    expect(player.count('lost')).to.equal(2);
  });

  it('that come late are not lost', () => {
    expect(play([41, 43, 42, 44, 45, 46, 47].map((id) => record(id)))).to.deep.equal([]);
    expect(play([41, 45, 43, 46, 47, 48, 49].map((id) => record(id)))).to.deep.equal([
      '-- 2 kernel messages lost (msgid 42 to 44) --',
    ]);
    expect(play([41, 45, 42, 46, 47, 48, 49].map((id) => record(id)))).to.deep.equal([
      '-- 2 kernel messages lost (msgid 43 to 44) --',
    ]);
  });

  it('wrap to 0', () => {
    const said = [4_294_967_294, 4_294_967_295, 0, 1, 3].map((id, index) =>
      record(id, [1, 2, 3, 4, 6][index]),
    );
    expect(play(said)).to.deep.equal(['-- 1 kernel message lost (msgid 2) --']);
  });

  it('of two targets prove nothing', () => {
    const said: Said[] = [];
    for (let i = 0; i < 20; i++) said.push(record(100 + i, i), record(7 + i, i));
    expect(play(said)).to.deep.equal([]);
    expect(play([record(7, 1), record(100, 1), record(8, 2), record(101, 2)])).to.deep.equal([]);
  });

  it('of a target made anew prove nothing', () => {
    expect(play([record(500, 1), record(501, 2), record(1, 3), record(2, 4)])).to.deep.equal([]);
  });

  it('begin anew with a reboot', () => {
    const player = new Player();
    for (const id of [41, 42]) say(player, { ...record(id), uptime: 5000 });
    for (const id of [50, 51]) {
      say(player, { ...record(id, id - 50), uptime: 0.0001 * id, t: 9000 });
    }
    const signals = finish(player).filter((text) => text.startsWith('--'));
    expect(signals).to.deep.equal(['-- rebooted --']);
  });

  it('forged in front of the last line do not count', () => {
    const forged = { ...record(41), fields: ' msgid=1\n cpu=msgid=99\n' };
    expect(play([record(40), forged, record(42), record(43)])).to.deep.equal([
      '-- 1 kernel message lost (msgid 41) --',
    ]);
  });
});
