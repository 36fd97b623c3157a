import { once } from 'node:events';
import { connect } from 'node:net';

const LINES_OF_A_WRITE = 1000;

/** What a sender over TCP went through. */
export interface SenderAccount {
  /** The longest time that one write was not taken. */
  readonly waitedMs: number;
}

/** Sends numbered lines over one connection, as fast as they are taken, and closes it. */
export async function sendNumberedLines(port: number, lines: number): Promise<SenderAccount> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.resume();
  let waitedMs = 0;
  for (let sent = 0; sent < lines;) {
    const upTo = Math.min(lines, sent + LINES_OF_A_WRITE);
    let text = '';
    for (; sent < upTo; sent++) {
      text += `<13>1 - web1 app - - - a line of about a hundred bytes, as syslog has them n=${sent} end\n`;
    }
    const beforeMs = performance.now();
    if (!socket.write(text)) await once(socket, 'drain');
    waitedMs = Math.max(waitedMs, performance.now() - beforeMs);
  }
  socket.end();
  await once(socket, 'close');
  return { waitedMs };
}

/** How often each number is in the lines that `sendNumberedLines` sent, whatever pieces the text comes in. */
export class NumberCount {
  readonly times: Uint8Array;
  found = 0;
  #rest = '';

  constructor(lines: number) {
    this.times = new Uint8Array(lines);
  }

  add(chunk: Buffer): void {
    const text = this.#rest + chunk.toString('latin1');
    const end = text.lastIndexOf('\n') + 1;
    this.#rest = text.slice(end);
    for (const [, number] of text.slice(0, end).matchAll(/ n=(\d+) /g)) {
      (this.times[Number(number)] as number)++;
      this.found++;
    }
  }

  get isEachOnce(): boolean {
    return this.times.every((count) => count === 1);
  }
}
