// Loaded before the relay: at SIGWINCH its main thread does nothing until the file BLOCK_MAIN is gone.
const { existsSync, writeFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

if (isMainThread) {
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  process.on('SIGWINCH', () => {
    writeFileSync(process.env.BLOCK_MAIN, '');
    while (existsSync(process.env.BLOCK_MAIN)) Atomics.wait(nobody, 0, 0, 10);
  });
}
