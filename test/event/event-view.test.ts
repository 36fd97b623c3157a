import { expect } from 'chai';
import { EventView } from '../../lib/event/event-view.ts';
import { HostName } from '../../lib/event/host-name.ts';
import { sampleListener, sampleSender } from './sample-view.ts';

describe('EventView', () => {
  it('looks a sender up when somebody asks, and once', () => {
    const view = new EventView(sampleSender('first'), sampleListener());
    const second = { ...sampleSender('second'), slot: 7 };
    const asked: number[] = [];
    const at = (slot: number) => (asked.push(slot), second);
    view.comeFrom({ at }, 7);
    expect([view.slot, asked]).to.deep.equal([7, []]);
    expect([view.sender, view.sender]).to.deep.equal([second, second]);
    expect(asked).to.deep.equal([7]);
  });

  it('has the slot of a sender given to it', () => {
    const view = new EventView(sampleSender(), sampleListener());
    view.comeFrom({ at: () => sampleSender() }, 7);
    const other = { ...sampleSender('other'), slot: 3 };
    view.sender = other;
    expect([view.slot, view.sender]).to.deep.equal([3, other]);
  });

  it('has the name of its sender until another is given', () => {
    const view = new EventView(sampleSender('first'), sampleListener());
    const senders = { at: () => sampleSender('second') };
    view.comeFrom(senders, 0);
    expect(view.host.text).to.equal('second');
    view.host = HostName.of('given', 6);
    expect(view.host.text).to.equal('given');
    view.comeFrom(senders, 0);
    expect(view.host.text).to.equal('second');
  });
});
