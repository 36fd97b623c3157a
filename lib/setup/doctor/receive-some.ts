import type { Socket } from 'node:dgram';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReceivedDatagram } from './datagram-decoder.ts';

/** How long to wait for more after a datagram, and after the first one. */
const QUIET_MS = 1000;
const LONGEST_MS = 5000;
/** Enough to judge by, and a bound for memory. */
const MOST = 10_000;

/**
 * The datagrams from the first one on until the sender pauses, at most 5 seconds; none when nothing comes within `waitMs`.
 * `onFirst` is called with the first one. Rejects when the socket fails.
 */
export async function receiveSome(
  socket: Socket,
  waitMs: number,
  onFirst: (datagram: ReceivedDatagram) => void,
): Promise<readonly ReceivedDatagram[]> {
  const datagrams: ReceivedDatagram[] = [];
  const done = new AbortController();
  let quiet: NodeJS.Timeout | undefined;
  let startMs = 0;
  const failed = new Promise<never>((_, reject) => {
    socket.on('error', reject);
  });
  socket.on('message', (bytes, { address: from, port }) => {
    const nowMs = performance.now();
    if (datagrams.length === 0) startMs = nowMs;
    const address = from.replace(/^::ffff:(?=\d+\.)/, '');
    const datagram = { ms: nowMs - startMs, address, port, bytes };
    datagrams.push(datagram);
    if (datagrams.length === 1) onFirst(datagram);
    clearTimeout(quiet);
    const leftMs = Math.min(QUIET_MS, LONGEST_MS - datagram.ms);
    if (datagrams.length >= MOST || leftMs <= 0) done.abort();
    else quiet = setTimeout(() => done.abort(), leftMs);
  });
  const deadline = sleep(waitMs, undefined, { signal: done.signal }).catch(() => undefined);
  await Promise.race([deadline, failed]);
  // A first packet just before the deadline: wait for the others all the same.
  if (datagrams.length > 0 && !done.signal.aborted) {
    const aborted = new Promise((resolve) => {
      done.signal.addEventListener('abort', resolve, { once: true });
    });
    await Promise.race([aborted, failed]);
  }
  clearTimeout(quiet);
  return datagrams;
}
