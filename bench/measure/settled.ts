import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageFiles } from './delivered.ts';
import { readUdpPort } from './udp-port.ts';

/** Longer than any receiver here keeps lines back. */
const QUIET_MS = 1500;
const LOOK_EVERY_MS = 100;
const TIMEOUT_MS = 60_000;

/** Resolves when nothing waits in the socket and the files have stopped growing. */
export async function settled(port: number, directory: string): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS;
  let before = -1;
  let quietSince = Date.now();
  while (Date.now() - quietSince < QUIET_MS && Date.now() < deadline) {
    await sleep(LOOK_EVERY_MS);
    const size = writtenBytes(directory);
    if (size !== before || (readUdpPort(port)?.waitingBytes ?? 0) > 0) quietSince = Date.now();
    before = size;
  }
}

function writtenBytes(directory: string): number {
  const sizes = messageFiles(directory).map(
    (file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0,
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
