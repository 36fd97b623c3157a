import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageFiles } from './delivered.ts';
import { readProcessUsage } from './process-usage.ts';
import { readUdpPort } from './udp-port.ts';

/** Longer than any receiver here keeps lines back. */
const QUIET_MS = 1500;
const LOOK_EVERY_MS = 100;
const TIMEOUT_MS = 120_000;

/** What a program without work may use in that time. */
const IDLE_CPU_SECONDS = 0.03;

/** Resolves when nothing waits in the socket, the files have stopped growing, and the process rests. */
export async function settled(pid: number, port: number, directory: string): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS;
  let before = -1;
  let quietSince = Date.now();
  let cpuBefore = 0;
  while (Date.now() - quietSince < QUIET_MS && Date.now() < deadline) {
    await sleep(LOOK_EVERY_MS);
    const size = writtenBytes(directory);
    const { cpuSeconds } = readProcessUsage(pid);
    const waitingBytes = readUdpPort(port)?.waitingBytes ?? 0;
    if (size !== before || waitingBytes > 0 || cpuSeconds - cpuBefore > IDLE_CPU_SECONDS) {
      quietSince = Date.now();
      cpuBefore = cpuSeconds;
    }
    before = size;
  }
}

function writtenBytes(directory: string): number {
  const sizes = messageFiles(directory).map(
    (file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0,
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
