import { createSocket } from 'node:dgram';
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { startGenerator } from '../../bench/generator/generator.ts';
import { RunningRelay } from '../integration/running-relay.ts';

const SECONDS = 20;
const NEW_HOSTS_A_SECOND = 10_000;
const LINES_A_SECOND = 20;
const LOOK_EVERY_MS = 20;
/** How late lines were before known hosts went first. */
const LATE_MS = 5000;
/** How long lines are waited for that are later than that. */
const PATIENCE_MS = 60_000;

/** Every new address sends one line. */
const FLOOD = {
  format: 'extended',
  messages: SECONDS * NEW_HOSTS_A_SECOND,
  warmUp: 0,
  pacedWarmUp: 0,
  hosts: SECONDS * NEW_HOSTS_A_SECOND,
  senders: SECONDS * NEW_HOSTS_A_SECOND,
  rate: NEW_HOSTS_A_SECOND,
  burst: 1,
  run: 1,
  timed: false,
} as const;

/** A host that prints numbered lines, and the file in which they should appear soon. */
class KnownHost {
  readonly #socket = createSocket('udp4');
  readonly #port: number;
  readonly #file: string;
  readonly #sentMs: number[] = [];
  #descriptor: number | undefined;
  #text = '';
  /** Lines of the file looked at. */
  seen = 0;
  worstMs = 0;

  constructor(port: number, file: string) {
    this.#port = port;
    this.#file = file;
  }

  get sent(): number {
    return this.#sentMs.length;
  }

  print(): void {
    this.#sentMs.push(performance.now());
    this.#socket.send(`[    1.000000] line ${this.sent}\n`, this.#port, '127.0.0.1');
  }

  /** Notes which lines are in the file by now. */
  look(): void {
    if (this.#descriptor === undefined) {
      try {
        this.#descriptor = openSync(this.#file, 'r');
      } catch (error) {
        // Not created yet.
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
        throw error;
      }
    }
    const chunk = Buffer.alloc(65_536);
    const length = readSync(this.#descriptor, chunk);
    this.#text += chunk.toString('latin1', 0, length);
    const lines = this.#text.split('\n');
    this.#text = lines.pop() ?? '';
    for (const line of lines) {
      expect(line).to.match(new RegExp(` line ${++this.seen}$`));
      const sentMs = this.#sentMs[this.seen - 1] ?? 0;
      this.worstMs = Math.max(this.worstMs, performance.now() - sentMs);
    }
  }

  close(): void {
    this.#socket.close();
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
  }
}

describe('10,000 new addresses a second beside a known host', function () {
  this.timeout(240_000);

  it('neither lose its lines nor delay them', async () => {
    const relay = await RunningRelay.start({
      config: `sources: { net: { type: udp, listen: '127.0.0.1:0' } }
destinations: { files: { type: file, path: 'DIR/$SOURCEIP/log' } }
`,
    });
    const port = relay.port('net');
    const host = new KnownHost(port, join(relay.directory, '127.0.0.1/log'));
    const looking = setInterval(() => host.look(), LOOK_EVERY_MS);
    try {
      host.print();
      const generator = await startGenerator({ ...FLOOD, port });
      await generator.warmUp();
      const printing = setInterval(() => host.print(), 1000 / LINES_A_SECOND);
      const { seconds } = await generator.go();
      clearInterval(printing);
      for (let waited = 0; host.seen < host.sent && waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
        await pause(LOOK_EVERY_MS);
      }
      process.stdout.write(
        `${FLOOD.messages} new addresses in ${seconds.toFixed(1)} s; ${host.seen} of ${host.sent} lines arrived, the latest after ${Math.round(host.worstMs)} ms\n`,
      );
      const told = relay.child.stderr.length;
      relay.child.process.kill('SIGUSR2');
      await relay.child.printedAfter(told, /destination files: \d+ routed/);
      const accounts = relay.child.stderr.slice(told).match(/(?:source|destination) \w+: \d+.*/g);
      process.stdout.write(`${accounts?.join('\n') ?? ''}\n`);
      expect(host.seen).to.equal(host.sent);
      expect(host.worstMs).to.be.below(LATE_MS);
    } finally {
      clearInterval(looking);
      host.close();
      await relay.stop();
    }
  });
});
