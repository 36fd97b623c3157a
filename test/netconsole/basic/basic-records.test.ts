import { expect } from 'chai';
import * as fc from 'fast-check';
import { Player } from '../decode-recording.ts';
import { chunksOf } from '../kernel-sender.ts';

const PREFIX = '[    5.000000] ';

/** Plays packets a millisecond apart, then waits long enough for every time-out. */
function play(...packets: (string | Buffer)[]): Player {
  const player = new Player();
  for (const [index, packet] of packets.entries()) player.take(Buffer.from(packet), index / 1000);
  player.decoder.expire(60_000);
  expect(player.unaccounted).to.equal(0);
  expect(player.decoder.memoryBytes).to.equal(0);
  return player;
}

function messages(...packets: (string | Buffer)[]): string[] {
  return play(...packets).events.map(({ message }) => message);
}

describe('basic records', () => {
  describe('with several lines', () => {
    it('lose the prefix of each, and one final newline', () => {
      const text = `${PREFIX}one\n${PREFIX}\n${PREFIX}three\n${PREFIX}\n`;
      const [event] = play(text).events;
      expect(event?.message).to.equal('one\n\nthree\n');
      expect(event?.kernel).to.deep.equal({ uptimeUs: '5000000' });
    });

    it('compare the whole prefix, priority and caller included', () => {
      const line = '<6>[    5.000000][    T1] ';
      expect(messages(`${line}a\n${line}b\n`)).to.deep.equal(['a\nb']);
    });

    it('are several records where the prefix is another', () => {
      const { events } = play(
        '[    5.000000][    T1] a\n[    5.000000][    T2] b\n[    6.000000] c\n[    6.000000] d\n',
      );
      const seen = events.map(({ message, kernel }) => [
        message,
        kernel['uptimeUs'],
        kernel['caller'],
      ]);
      expect(seen).to.deep.equal([
        ['a', '5000000', 'T1'],
        ['b', '5000000', 'T2'],
        ['c\nd', '6000000', undefined],
      ]);
    });

    it('keep lines without prefix with the record before them', () => {
      expect(messages(`${PREFIX}a\nb\n${PREFIX}c\n`)).to.deep.equal(['a\nb\nc']);
      expect(messages('a\nb\n')).to.deep.equal(['a\nb']);
      expect(messages(`a\n${PREFIX}b\n`)).to.deep.equal(['a', 'b']);
      expect(messages('a\n\n')).to.deep.equal(['a\n']);
    });
  });

  describe('cut at 1000 bytes', () => {
    it('are joined again, whatever their bytes', () => {
      const line = fc.stringMatching(/^[^\n[\0]{1,300}$/);
      fc.assert(
        fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), (lines) => {
          const record = Buffer.from(lines.map((text) => `${PREFIX}${text}\n`).join(''));
          const chunks = chunksOf(record);
          // A packet of 1000 bytes that ends in a newline looks complete.
          if (chunks.slice(0, -1).some((chunk) => chunk.at(-1) === 0x0a)) return;
          expect(messages(...chunks)).to.deep.equal([lines.join('\n')]);
        }),
      );
    });

    it('end where the next record begins, when the rest was lost', () => {
      const cut = `${PREFIX}${'a'.repeat(985)}`;
      const { events } = play(cut, `${PREFIX}next\n`);
      const seen = events.map(({ message, problems }) => [message, problems]);
      expect(seen).to.deep.equal([
        ['a'.repeat(985), ['unterminated']],
        ['next', []],
      ]);
    });

    it('end where a notice comes', () => {
      const { events } = play(`${PREFIX}${'a'.repeat(985)}`, '** 3 printk messages dropped **\n');
      const seen = events.map(({ format, problems }) => [format, problems]);
      expect(seen).to.deep.equal([
        ['netconsole-basic', ['unterminated']],
        ['signal', []],
      ]);
    });

    it('have the arrival of their first packet', () => {
      const player = new Player();
      player.say(`${PREFIX}${'a'.repeat(985)}`, 1);
      player.say('\n', 1.2);
      expect(player.events.map(({ receivedUs }) => receivedUs)).to.deep.equal([1_000_000]);
      expect(player.count('joined')).to.equal(1);
    });
  });

  describe('in pieces', () => {
    it('are joined until the newline', () => {
      expect(messages('IN=eth0 ', 'OUT= ', 'MAC=', '00:', '12 ', '\n')).to.deep.equal([
        'IN=eth0 OUT= MAC=00:12 ',
      ]);
    });

    it('let whole lines of other processors through', () => {
      expect(
        messages('Code: ', `${PREFIX}eth0: up\n`, 'ff ', `${PREFIX}x\n`, '8d\n'),
      ).to.deep.equal(['eth0: up', 'x', 'Code: ff 8d']);
    });

    it('end where the pieces of another record begin', () => {
      expect(messages(`${PREFIX}a `, `${PREFIX}b `, 'c\n')).to.deep.equal(['a ', 'b c']);
    });

    it('are given up 300 ms after the last one', () => {
      const player = new Player();
      player.say('a', 0);
      player.say('b', 0.25);
      expect(player.decoder.nextDeadline).to.equal(550);
      player.decoder.expire(549);
      expect(player.events).to.deep.equal([]);
      player.decoder.expire(550);
      expect(player.events.map(({ message, problems }) => [message, problems])).to.deep.equal([
        ['ab', ['unterminated']],
      ]);
      player.say('c\n', 0.6);
      expect(player.events.at(-1)?.message).to.equal('c');
    });

    it('that never end are given up nevertheless', () => {
      const player = new Player();
      for (let i = 0; i < 200; i++) player.say('x', i / 5);
      expect(player.events.length).to.be.greaterThan(10);
      const long = new Player();
      for (let i = 0; i < 40; i++) long.say('y'.repeat(999));
      long.decoder.flush(0);
      expect(long.events.map(({ message }) => message).join('')).to.equal('y'.repeat(39_960));
      expect(long.events.every(({ message }) => message.length <= 16_384)).to.equal(true);
    });

    it('of different senders stay apart', () => {
      const player = new Player();
      player.say('a ', 0, '192.0.2.1:6665');
      player.say('b ', 0, '192.0.2.1:6666');
      player.say('c\n', 0, '192.0.2.1:6665');
      expect(player.events.map(({ message }) => message)).to.deep.equal(['a c']);
    });

    it('are never longer than what the kernel sends', () => {
      const { events } = play('open ', 'z'.repeat(1001), 'end\n');
      const seen = events.map(({ message, problems }) => [message, problems]);
      expect(seen).to.deep.equal([
        ['z'.repeat(1001), ['unterminated']],
        ['open end', []],
      ]);
    });

    it('stay within the cap: the one that waited longest is given up', () => {
      const player = new Player({}, { maxAssemblyBytes: 2 * 1024 });
      for (const sender of [1, 2, 3]) player.say('a', 0, `192.0.2.${sender}:6665`);
      expect(player.events.map(({ source }) => source)).to.deep.equal(['192.0.2.1:6665']);
      expect(player.count('keptOpen')).to.equal(2);
    });

    it('are emitted when the sender is let go', () => {
      const player = new Player();
      player.say('a');
      const sender = player.sender('192.0.2.10:6665');
      expect(player.decoder.hasOpenRecord(sender.slot)).to.equal(true);
      player.decoder.forget(sender, 0);
      expect(player.decoder.hasOpenRecord(sender.slot)).to.equal(false);
      expect(player.events.map(({ message }) => message)).to.deep.equal(['a']);
    });
  });

  describe('with notices', () => {
    it('tell of what the kernel dropped, also twice', () => {
      const notice = '** 17 printk messages dropped **\n';
      const { events } = play(
        `${notice}${notice}${PREFIX}next\n`,
        '** 1 printk messages dropped **\n',
      );
      const seen = events.map(({ message, kernel }) => [message, kernel['dropped']]);
      expect(seen).to.deep.equal([
        ['-- 34 messages dropped by the kernel --', 34],
        ['next', undefined],
        ['-- 1 message dropped by the kernel --', 1],
      ]);
    });

    it('keep them as text where no signals are wanted', () => {
      const player = new Player({ signals: false });
      player.say(`** 17 printk messages dropped **\n${PREFIX}next\n`);
      player.say(`** 17 printk messages dropped ** ${PREFIX}old\n`);
      expect(player.events.map(({ message }) => message)).to.deep.equal([
        '** 17 printk messages dropped **',
        'next',
        `** 17 printk messages dropped ** ${PREFIX}old`,
      ]);
      expect(player.count('droppedByKernel')).to.equal(34);
      expect(player.unaccounted).to.equal(0);
    });

    it('note a replay, and keep the line although it came before', () => {
      const line = `${PREFIX}x\n`;
      const { events } = play(line, `** replaying previous printk message **\n${line}`);
      const seen = events.map(({ message, kernel }) => [message, kernel['replayNotice']]);
      expect(seen).to.deep.equal([
        ['x', undefined],
        ['x', true],
      ]);
    });

    it('are text when nothing follows, or when they are not quite notices', () => {
      const replay = '** replaying previous printk message **';
      expect(messages(`${replay}\n`)).to.deep.equal([replay]);
      const near = '** x printk messages dropped **';
      expect(messages(`${near}\n`)).to.deep.equal([near]);
      expect(messages('** 17 printk messages dropped **!\n')).to.deep.equal([
        '** 17 printk messages dropped **!',
      ]);
    });
  });

  it('of identical lines are all kept', () => {
    expect(messages(...Array.from({ length: 5 }, () => `${PREFIX}x\n`))).to.have.lengthOf(5);
  });
});
