import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

const STEP_MS = 5;
const PADDING = 'x'.repeat(80);

/** Sends `count` numbered events, RFC 5424 in datagrams, at `rate` per second. */
export async function sendNumbered(port: number, count: number, rate: number): Promise<void> {
  const socket = createSocket('udp4');
  socket.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const startMs = performance.now();
  for (let sent = 0; sent < count;) {
    const due = Math.min(count, Math.ceil(((performance.now() - startMs) / 1000) * rate));
    for (; sent < due; sent++) {
      socket.send(`<13>1 2026-10-11T22:14:15Z web1 app - - - ${sent} ${PADDING}`);
    }
    await pause(STEP_MS);
  }
  socket.close();
  await once(socket, 'close');
}

/** What of the numbered events came, whole lines only. */
export interface Account {
  readonly lost: number;
  readonly duplicated: number;
  /** Events whose first copy came after that of a later event. */
  readonly outOfOrder: number;
}

/** Counts lines that begin with the number of an event. */
export function accountOf(text: string, count: number): Account {
  const seen = new Uint8Array(count);
  let highest = -1;
  let distinct = 0;
  let duplicated = 0;
  let outOfOrder = 0;
  for (const [, digits] of text.matchAll(/^(\d+) x{80}$/gm)) {
    const number = Number(digits);
    if (seen[number] === 1) duplicated++;
    else {
      seen[number] = 1;
      distinct++;
      if (number < highest) outOfOrder++;
      highest = Math.max(highest, number);
    }
  }
  return { lost: count - distinct, duplicated, outOfOrder };
}
