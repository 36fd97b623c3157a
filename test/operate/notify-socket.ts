import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AF_UNIX, SOCK_CLOEXEC, SOCK_DGRAM, SOCK_NONBLOCK } from '../../lib/system/linux.ts';
import { loadSystemCalls } from '../../lib/system/system-calls.ts';

const POLL_MS = 5;
const calls = loadSystemCalls();

/** A service manager's side of sd_notify(3): a unix datagram socket. */
export class NotifySocket {
  readonly #directory = mkdtempSync(join(tmpdir(), 'notify-'));
  readonly path = join(this.#directory, 'socket');
  readonly messages: string[] = [];
  readonly #fd: number;
  readonly #buffer = Buffer.alloc(4096);
  /** The kernel queues ten datagrams only. */
  readonly #timer = setInterval(() => this.read(), POLL_MS);

  constructor() {
    this.#fd = calls.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const address = Buffer.concat([Buffer.from([AF_UNIX, 0]), Buffer.from(`${this.path}\0`)]);
    if (calls.bind(this.#fd, address, address.length) < 0) throw new Error('cannot bind');
  }

  /** Reads what has arrived. */
  read(): readonly string[] {
    for (;;) {
      const length = calls.read(this.#fd, this.#buffer, this.#buffer.length);
      if (length < 0) return this.messages;
      this.messages.push(this.#buffer.toString('utf8', 0, length));
    }
  }

  /** Resolves when a message matches that arrived after the first `after` ones; returns how many there are up to it. */
  async received(pattern: RegExp, after = 0): Promise<number> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const at = this.read().findIndex((text, index) => index >= after && pattern.test(text));
      if (at >= 0) return at + 1;
      if (Date.now() > deadline) throw new Error(`no ${pattern}: ${this.messages.join('\n--\n')}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  close(): void {
    clearInterval(this.#timer);
    calls.close(this.#fd);
    rmSync(this.#directory, { recursive: true });
  }
}
