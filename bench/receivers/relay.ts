import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MissingReceiver, Receiver, Setup } from './receiver.ts';
import { startReceiverProcess } from './receiver-process.ts';

/** netconsole-relay as built, with its defaults. */
export function createRelay(shards: number): Receiver | MissingReceiver {
  const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
  const name = shards === 1 ? 'netconsole-relay' : `netconsole-relay, ${shards} shards`;
  if (!existsSync(main)) return { name, why: 'not built: npm run build' };
  return {
    name,
    writesFiles: true,
    joinsFragments: true,
    start(setup) {
      const config = join(setup.directory, 'relay.yaml');
      writeFileSync(config, configuration(setup));
      const args = [main, 'run', '--config', config, '--shards', String(shards)];
      return startReceiverProcess({
        command: process.execPath,
        args,
        port: setup.port,
        readyWord: 'ready',
      });
    },
  };
}

function configuration({ port, directory, receiveBufferBytes }: Setup): string {
  return `
sources:
  load:
    type: udp
    listen: 127.0.0.1:${port}
    format: auto
    receiveBuffer: ${receiveBufferBytes / 1024}KiB
    keepHostname: true
destinations:
  files:
    type: file
    path: ${directory}/$HOST/messages.log
routes:
  - to: [files]
`;
}
