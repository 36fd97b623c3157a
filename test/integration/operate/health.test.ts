import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { RunningRelay } from '../running-relay.ts';
import { ask } from './ask.ts';
import { StoppedThread, receivingThread } from './stopped-thread.ts';

/** A thread is taken for blocked after 15 s. */
const LATEST_MS = 25_000;

describe('a relay with a receiving thread that does not answer', () => {
  it('is unhealthy until the thread answers again, and always ready', async function () {
    const relay = await RunningRelay.start({
      config: `
sources: { kernel: { type: udp, listen: "127.0.0.1:0" } }
destinations: { screen: { type: stdout } }
http: { listen: "127.0.0.1:0" }
`,
    });
    try {
      const port = Number(/http listens on .*:(\d+)/.exec(relay.child.stderr)?.[1]);
      const thread = receivingThread(relay.child.process.pid ?? 0);
      if (thread === undefined) {
        process.stdout.write('skipped: a relay may not raise the priority of its threads here\n');
        this.skip();
      }
      const stopped = new StoppedThread(thread);
      const { body } = await untilHealth(port, 503);
      expect(body).to.equal('a receiving thread has not answered for 15 s\n');
      expect((await ask(port, '/readyz')).status).to.equal(200);
      stopped.continue();
      await untilHealth(port, 200);
    } finally {
      await relay.stop();
    }
  });
}).timeout(2 * LATEST_MS);

/** Asks until the answer has the status. */
async function untilHealth(port: number, status: number): ReturnType<typeof ask> {
  const endMs = performance.now() + LATEST_MS;
  for (;;) {
    const answer = await ask(port, '/healthz');
    if (answer.status === status) return answer;
    if (performance.now() > endMs) throw new Error(`/healthz is still ${answer.status}`);
    await pause(100);
  }
}
