/** Throws inside a thread of the program, as a bug there would: in main at SIGUSR2, in a shard while the file BREAK_SHARD is there. */
import { existsSync } from 'node:fs';
import { isMainThread, workerData } from 'node:worker_threads';

const fail = () => {
  throw new Error('broken on purpose');
};

if (isMainThread) process.on('SIGUSR2', fail);
else if (workerData?.wakeFd !== undefined) {
  // A shard looks at the clock in every round.
  const now = performance.now.bind(performance);
  performance.now = () => (existsSync(process.env['BREAK_SHARD'] ?? '') ? fail() : now());
}
