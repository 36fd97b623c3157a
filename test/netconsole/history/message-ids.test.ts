import { expect } from 'chai';
import { Player } from '../decode-recording.ts';
import { BOOT_S, finish, say, told, type Said } from '../told.ts';

function record(msgid: number, sequence = msgid): Said {
  const fields = ` cpu=0\n msgid=${msgid}\n`;
  return { sequence, uptime: 5 + sequence / 1e3, fields };
}

function play(said: readonly Said[]): string[] {
  const player = new Player();
  for (const one of said) say(player, one);
  return finish(player).filter((text) => text.startsWith('--'));
}

describe('message ids', () => {
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

  it('of two targets prove nothing, even when much of one is missing', () => {
    const mixed = [record(100, 1), record(7, 1), record(101, 2), record(8, 2)];
    expect(play([...mixed, record(150, 500), record(151, 501)])).to.deep.equal([]);
    const again = Array.from({ length: 20 }, (_, index) => record(151 + index, 501 + index));
    expect(play([...mixed, ...again, record(173, 523)])).to.deep.equal([
      '-- 2 kernel messages lost (msgid 171 to 172) --',
    ]);
  });

  it('of a target made anew prove nothing', () => {
    expect(play([record(500, 1), record(501, 2), record(1, 3), record(2, 4)])).to.deep.equal([]);
    expect(play([record(500, 1), record(1, 3), record(50, 300)])).to.deep.equal([]);
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

  it('of another boot are not compared, even when its numbers are higher', () => {
    const said = [record(1, 300), record(2, 301)].map((one) => ({ ...one, uptime: 30 }));
    const other = { ...record(100, 600), uptime: 20, t: BOOT_S + 70 };
    expect(play([...said, other])).to.deep.equal(['-- rebooted --']);
  });

  it('forged before the last line do not count', () => {
    const forged = { ...record(41), fields: ' msgid=1\n cpu=msgid=99\n' };
    expect(play([record(40), forged, record(42), record(43)])).to.deep.equal([
      '-- 1 kernel message lost (msgid 41) --',
    ]);
  });
});
