import { createReadStream, existsSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a file does not grow before it counts as written. */
const QUIET_MS = 1500;
const TIMEOUT_MS = 60_000;
const NEWLINE = 0x0a;

/** Resolves when the file has not grown for a while, with the time of its last growth (`performance.now()`). */
export async function fileSettled(file: string): Promise<number> {
  const deadlineMs = performance.now() + TIMEOUT_MS;
  let size = -1;
  let grownMs = performance.now();
  for (let nowMs = grownMs; nowMs - grownMs < QUIET_MS && nowMs < deadlineMs;) {
    await sleep(100);
    nowMs = performance.now();
    const found = existsSync(file) ? statSync(file).size : 0;
    if (found !== size) grownMs = nowMs;
    size = found;
  }
  return grownMs;
}

/** Counts the lines of a file. */
export async function linesIn(file: string): Promise<number> {
  let lines = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    const bytes = chunk as Buffer;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++;
  }
  return lines;
}
