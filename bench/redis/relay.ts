import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startReceiverProcess } from '../receivers/receiver-process.ts';
import type { RedisReceiver } from './redis-receiver.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** netconsole-relay as built, with the default entry: one field with the event in JSON. */
export const relayToRedis: RedisReceiver = {
  name: 'netconsole-relay',
  contents: ['equal'],
  start({ port, redisPort, streams, directory, receiveBufferBytes }) {
    const config = join(directory, 'relay.yaml');
    writeFileSync(
      config,
      `
sources:
  load:
    type: udp
    listen: 127.0.0.1:${port}
    receiveBuffer: ${receiveBufferBytes / 1024}KiB
    keepHostname: true
destinations:
  bus:
    type: redis
    url: redis://127.0.0.1:${redisPort}
    spool: never
    stream: ${streams === 1 ? 'logs' : '"logs:$HOST"'}
`,
    );
    const args = [MAIN, 'run', '--config', config];
    return startReceiverProcess({ command: process.execPath, args, port, readyWord: 'ready' });
  },
};
