import { expect } from 'chai';
import { runCrashTrial, type CrashTrial } from './upstream-crashes.ts';

const TRIAL = { events: 200_000, rate: 20_000, crashes: 5 } as const;
const RUNS = 3;

async function report(trial: CrashTrial): Promise<ReturnType<typeof runCrashTrial>> {
  const account = await runCrashTrial(trial);
  const { lost, duplicated, outOfOrder } = account;
  const kind = trial.frozenMs > 0 ? 'frozen first' : 'killed';
  process.stdout.write(
    `${trial.forwarder}, ${kind}: ${lost} lost, ${duplicated} duplicated, ${outOfOrder} out of order\n`,
  );
  return account;
}

describe('syslog-ng that is killed five times while it receives', () => {
  for (let run = 1; run <= RUNS; run++) {
    it(`loses at most 20 events, run ${run}`, async () => {
      const account = await report({ ...TRIAL, frozenMs: 0, forwarder: 'netconsole-relay' });
      expect(account.outOfOrder).to.equal(0);
      expect(account.lost).to.be.at.most(20);
      expect(account.duplicated).to.be.at.most(20_000);
    });

    it(`loses at most 1,000 events if it was frozen before, run ${run}`, async () => {
      const account = await report({ ...TRIAL, frozenMs: 1500, forwarder: 'netconsole-relay' });
      expect(account.outOfOrder).to.equal(0);
      expect(account.lost).to.be.at.most(1000);
      expect(account.duplicated).to.be.at.most(30_000);
    });
  }

  // For comparison; its losses are not ours to judge.
  for (const frozenMs of [0, 1500]) {
    it(`receives from a syslog-ng relay, frozen for ${frozenMs} ms`, async () => {
      const account = await report({ ...TRIAL, frozenMs, forwarder: 'syslog-ng' });
      expect(account.lost).to.be.within(0, TRIAL.events);
    });
  }
});
