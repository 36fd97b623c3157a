import { expect } from 'chai';
import { Player } from './decode-recording.ts';

describe('open fragments', () => {
  it('stay within the cap of all: the record that waited longest is given up', () => {
    const player = new Player({}, { maxAssemblyBytes: 3 * 1024 });
    for (const sender of [1, 2, 3, 4]) {
      player.say('6,1,2,-,ncfrag=0/9;abc', sender / 10, `192.0.2.${sender}:6665`);
    }
    expect(player.events.map(({ source }) => source)).to.deep.equal(['192.0.2.1:6665']);
    expect(player.count('keptOpen')).to.equal(3);
    expect(player.decoder.memoryBytes).to.equal(3 * 1024);
  });

  it('are kept one by one when there is no memory at all', () => {
    const player = new Player({}, { maxAssemblyBytes: 1000 });
    player.say('6,1,2,-,ncfrag=0/9;abc');
    player.say('6,1,2,-,ncfrag=3/9;def');
    player.say('6,1,2,-,ncfrag=6/9;gh\n');
    expect(player.events.map(({ message, kernel }) => [message, kernel['missing']])).to.deep.equal([
      ['abc', [[3, 9]]],
      [
        'def',
        [
          [0, 3],
          [6, 9],
        ],
      ],
      ['gh', [[0, 6]]],
    ]);
    player.say('open');
    expect(player.events.at(-1)?.message).to.equal('open');
    expect(player.unaccounted).to.equal(0);
  });

  it('stay within the cap of a sender, in bytes and in records', () => {
    const player = new Player({}, { maxPerSenderBytes: 4 * 1024 });
    for (let sequence = 1; sequence <= 5; sequence++) {
      player.say(`6,${sequence},2,-,ncfrag=0/9;abc`);
    }
    expect(player.events.map(({ kernel }) => kernel['sequence'])).to.deep.equal(['1']);
    const many = new Player();
    for (let sequence = 1; sequence <= 17; sequence++) {
      many.say(`6,${sequence},2,-,ncfrag=0/9;abc`);
    }
    expect(many.events.map(({ kernel }) => kernel['sequence'])).to.deep.equal(['1']);
  });

  it('cost no more memory than they bring, whatever they claim', () => {
    const player = new Player();
    player.say('6,1,2,-,ncfrag=131000/131072;abc');
    expect(player.decoder.memoryBytes).to.equal(1024);
  });

  it('of one byte each end at a number of pieces that keeps the work bounded', () => {
    const player = new Player();
    for (let offset = 1; offset < 2000; offset += 2) {
      player.say(`6,1,2,-,ncfrag=${offset}/2000;x`);
    }
    player.decoder.flush(0);
    expect(player.events.length).to.be.within(400, 500);
    expect(player.events.every(({ problems }) => problems.includes('incomplete'))).to.equal(true);
    expect(player.unaccounted).to.equal(0);
  });
});
