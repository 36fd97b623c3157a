import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MissingReceiver, Receiver, Setup } from './receiver.ts';
import { startReceiverProcess } from './receiver-process.ts';

export interface RelayOptions {
  readonly flushInterval?: string;
  /** Another checkout, built; this one if absent. */
  readonly checkout?: string;
}

/** netconsole-relay as built, with its defaults, or with another `flushInterval`. */
export function createRelay(
  shards: number,
  options: RelayOptions = {},
): Receiver | MissingReceiver {
  const { flushInterval, checkout = fileURLToPath(new URL('../..', import.meta.url)) } = options;
  const main = resolve(checkout, 'dist/main.js');
  const name = [
    options.checkout === undefined ? 'netconsole-relay' : 'netconsole-relay before',
    ...(shards === 1 ? [] : [`${shards} shards`]),
    ...(flushInterval === undefined ? [] : [`flushInterval ${flushInterval}`]),
  ].join(', ');
  if (!existsSync(main)) return { name, why: 'not built: npm run build' };
  return {
    name,
    writesFiles: true,
    filesByHost: true,
    joinsFragments: true,
    start(setup) {
      const config = join(setup.directory, 'relay.yaml');
      writeFileSync(config, configuration(setup, flushInterval));
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

function configuration(
  { port, directory, receiveBufferBytes }: Setup,
  flushInterval: string | undefined,
): string {
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
${flushInterval === undefined ? '' : `    flushInterval: ${flushInterval}\n`}routes:
  - to: [files]
`;
}
