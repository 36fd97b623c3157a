import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { RunningRelay } from '../integration/running-relay.ts';
import { sendLines } from '../integration/send-lines.ts';

const CONNECTIONS = 10_000;
const AT_A_TIME = 500;

function residentMiB(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

/** Connects and sends `text`, which may be nothing; resolves when the peer has the connection, or has closed it. */
async function open(port: number, text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.resume();
  await once(socket, 'connect');
  if (text !== '') socket.write(text);
  return socket;
}

describe('hostile TCP senders', () => {
  let relay: RunningRelay;

  before(async () => {
    relay = await RunningRelay.start({
      config: `
sources: { load: { type: tcp, listen: "127.0.0.1:0" } }
destinations: { out: { type: stdout } }
`,
    });
    // What the first messages load is no growth.
    await sendLines(relay.port('load'), ['<13>first', '<13>second']);
    await relay.child.printed(/"message":"second"/);
    await pause(1000);
  });

  after(() => relay.stop());

  for (const [who, text] of [
    ['send nothing', ''],
    ['announce 99999999 bytes', '99999999 <13>'],
    ['announce 99999999999 bytes', '99999999999 '],
  ] as const) {
    it(`that ${who} over 10,000 connections cost less than 20 MB, and disturb nobody`, async () => {
      const port = relay.port('load');
      const before = residentMiB(relay.child.process.pid ?? 0);
      const sockets: Socket[] = [];
      while (sockets.length < CONNECTIONS) {
        const more = Array.from({ length: AT_A_TIME }, () => open(port, text));
        sockets.push(...(await Promise.all(more)));
      }
      await pause(500);
      const grown = residentMiB(relay.child.process.pid ?? 0) - before;
      process.stdout.write(`${who}: ${grown.toFixed(1)} MiB more\n`);
      for (const socket of sockets) socket.destroy();
      expect(grown).to.be.below(20);
      const message = `after those that ${who}`;
      // Those that were closed may not have ended in the relay.
      for (let attempt = 0; !relay.child.stdout.includes(message) && attempt < 100; attempt++) {
        await sendLines(port, [`<13>${message}`]);
        await pause(50);
      }
      expect(relay.child.stdout).to.include(message);
    });
  }
});
