import { once } from 'node:events';
import { connect } from 'node:net';
import { expect } from 'chai';
import { RunningRelay } from '../integration/running-relay.ts';

const LINES = 1_000_000;
const FROZEN_MS = 3000;

/** Counts how often each number was printed, without keeping the text. */
function numbersIn(relay: RunningRelay): {
  readonly times: Uint8Array;
  readonly complete: Promise<void>;
} {
  const times = new Uint8Array(LINES);
  const { stdout } = relay.child.process;
  let rest = '';
  let found = 0;
  const complete = new Promise<void>((resolve) => {
    stdout?.removeAllListeners('data');
    stdout?.on('data', (chunk: Buffer) => {
      const text = rest + chunk.toString('latin1');
      const end = text.lastIndexOf('\n') + 1;
      rest = text.slice(end);
      for (const [, number] of text.slice(0, end).matchAll(/ n=(\d+) /g)) {
        (times[Number(number)] as number)++;
        if (++found === LINES) resolve();
      }
    });
  });
  return { times, complete };
}

describe('a destination that nobody reads', () => {
  it('makes a TCP sender wait, and has every line once afterwards', async () => {
    const relay = await RunningRelay.start({
      config: `
sources: { load: { type: tcp, listen: "127.0.0.1:0" } }
destinations: { out: { type: stdout, format: text, queue: 16MiB } }
drainTimeout: 60s
`,
    });
    const { times, complete } = numbersIn(relay);
    relay.child.process.stdout?.pause();
    const socket = connect(relay.port('load'), '127.0.0.1');
    await once(socket, 'connect');
    socket.resume();
    let sent = 0;
    let waitedMs = 0;
    const thaw = setTimeout(() => relay.child.process.stdout?.resume(), FROZEN_MS);
    while (sent < LINES) {
      const upTo = Math.min(LINES, sent + 1000);
      let text = '';
      for (; sent < upTo; sent++) {
        text += `<13>1 - web1 app - - - a line of about a hundred bytes, as syslog has them n=${sent} end\n`;
      }
      const beforeMs = performance.now();
      if (!socket.write(text)) await once(socket, 'drain');
      waitedMs = Math.max(waitedMs, performance.now() - beforeMs);
    }
    clearTimeout(thaw);
    socket.end();
    await once(socket, 'close');
    await complete;
    expect(await relay.child.stop(), relay.child.stderr).to.equal(0);
    process.stdout.write(relay.child.stderr);
    expect(waitedMs).to.be.above(FROZEN_MS / 2);
    expect(times.every((count) => count === 1)).to.equal(true);
    expect(relay.child.stderr).to.not.include('dropped (');
  });
});
