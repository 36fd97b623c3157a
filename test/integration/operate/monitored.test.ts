import { expect } from 'chai';
import { monitoredLoad } from '../../faults/monitored-load.ts';

describe('a relay that is reloaded, scraped and tailed under load', () => {
  it('delivers all that it receives', async () => {
    const result = await monitoredLoad(20_000, 10_000);
    expect(result).to.deep.include({
      received: 20_000,
      delivered: 20_000,
      kernelDrops: 0,
      reloads: 10,
      refusedReloads: 5,
    });
    expect(result.scrapes).to.be.above(0);
    expect(result.tailed).to.be.above(0);
  });
});
