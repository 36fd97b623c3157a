import { expect } from 'chai';
import type { Config } from '../lib/config/config.ts';
import { defaultConfig } from '../lib/config/default-config.ts';
import { automaticLimit, limitQueues, planMemory } from '../lib/memory-plan.ts';

const MIB = 1024 * 1024;
const TOTAL = 16 * 1024 * MIB;

function configured(changes: Partial<Config>): Config {
  return { ...defaultConfig(), ...changes };
}

describe('the memory limit', () => {
  it('is 60% of what a container leaves above 50 MiB', () => {
    expect(automaticLimit(128 * MIB, TOTAL)).to.equal(0.6 * 78 * MIB);
  });

  it('is none without a real limit', () => {
    // Without a limit the system names none, all of the machine, or a number beyond it.
    for (const constrained of [0, TOTAL, 2 ** 63 - 4096, 2 ** 64]) {
      expect(automaticLimit(constrained, TOTAL)).to.equal(undefined);
    }
    expect(planMemory(configured({}), undefined)).to.equal(undefined);
  });

  it('leaves something where nothing is left', () => {
    expect(automaticLimit(40 * MIB, TOTAL)).to.equal(4 * MIB);
  });

  it('is divided: half for queues, a quarter each for datagrams that wait and for batches', () => {
    const plan = planMemory(configured({ memoryBytes: 64 * MIB, shards: 2 }));
    expect(plan).to.deep.equal({
      shard: { backlogBytes: 8 * MIB, batchesBytes: 8 * MIB, idleBuffers: 96 },
      queuesBytes: 32 * MIB,
    });
  });

  it('takes no more than there is use for', () => {
    const plan = planMemory(configured({ memoryBytes: 16 * 1024 * MIB }));
    expect(plan?.shard).to.include({ backlogBytes: 128 * MIB, batchesBytes: 40 * MIB });
  });

  it('divides the queues among the destinations, none larger than configured', () => {
    const config = configured({ memoryBytes: 16 * MIB });
    const small = { ...config.destinations[0], queueBytes: MIB } as Config['destinations'][0];
    const two = { ...config, destinations: [small, ...config.destinations.slice(1, 2)] };
    const { destinations } = limitQueues(two, planMemory(two));
    expect(destinations.map(({ queueBytes }) => queueBytes)).to.deep.equal([MIB, 4 * MIB]);
    expect(limitQueues(config, undefined)).to.equal(config);
  });
});
