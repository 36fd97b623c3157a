import { expect } from 'chai';
import { monitoredLoad } from './monitored-load.ts';

const MESSAGES = 2_000_000;

describe('a relay that is reloaded, scraped and tailed at 100,000 messages a second', () => {
  it('delivers all that it receives, and the kernel drops nothing', async () => {
    const result = await monitoredLoad(MESSAGES, 100_000);
    process.stdout.write(`${JSON.stringify(result)}\n`);
    expect(result).to.deep.include({
      received: MESSAGES,
      delivered: MESSAGES,
      kernelDrops: 0,
      reloads: 10,
      refusedReloads: 5,
    });
    expect(result.scrapes).to.be.at.least(10);
    // The subscriber has each event, or is told that it has not, but for those on the way when the relay ends.
    expect(result.tailed).to.be.above(0);
    expect(result.tailLost).to.be.above(0);
    expect(result.tailed + result.tailLost).to.be.at.most(MESSAGES);
  });
});
