import { expect } from 'chai';
import { COUNT, createSourceCounts } from '../../lib/observe/counters.ts';
import { Player } from './decode-recording.ts';

describe('NetconsoleDecoder', () => {
  it('waits for nothing when nothing is open', () => {
    const player = new Player();
    player.say('[    1.000000] x\n');
    player.say('6,1,1000000,-;x\n');
    player.say('6,2,1000000,-;x\n');
    expect(player.decoder.nextDeadline).to.equal(undefined);
  });

  it('goes on with what is open after it was given other counters', () => {
    const player = new Player();
    const later = createSourceCounts();
    player.say('6,1,2,-,ncfrag=0/4;ab');
    player.decoder.adopt(later);
    player.say('6,1,2,-,ncfrag=2/4;c\n');
    expect(player.events.map(({ message }) => message)).to.deep.equal(['abc']);
    const sum = (name: number) => (player.counts[name] as number) + (later[name] as number);
    expect([sum(COUNT.joined), sum(COUNT.keptOpen)]).to.deep.equal([1, 0]);
  });

  it('emits everything at the end, decided as if all time-outs had passed', () => {
    const player = new Player();
    player.say('6,5000,90000000,-;before\n', 100, '192.0.2.1:6665');
    player.say('6,0,0,-;after\n', 200, '192.0.2.1:6665');
    player.say('6,1,2,-,ncfrag=0/4;ab', 200, '192.0.2.2:6665');
    player.say('piece', 200, '192.0.2.3:6665');
    player.decoder.flush(200_000);
    const seen = player.events.map(({ signal, message }) => signal ?? message);
    expect(seen).to.deep.equal(['before', 'after', 'reboot', 'ab', 'piece']);
    expect(player.decoder.nextDeadline).to.equal(undefined);
  });
});
