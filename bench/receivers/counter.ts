import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Receiver } from './receiver.ts';
import { startReceiverProcess } from './receiver-process.ts';

/** The receiver that only counts: in C when gcc is here, otherwise in TypeScript. The program is put into `directory`. */
export function createCounter(directory: string): Receiver {
  const program = join(directory, 'counter');
  const source = fileURLToPath(new URL('counter.c', import.meta.url));
  const compiled = spawnSync('gcc', ['-O2', '-o', program, source]).status === 0;
  const script = fileURLToPath(new URL('counter-in-typescript.ts', import.meta.url));
  const command = compiled ? program : process.execPath;
  const before = compiled ? [] : ['--import', 'tsx', script];
  return {
    name: `only counts (${compiled ? 'C' : 'TypeScript'})`,
    writesFiles: false,
    filesByHost: true,
    joinsFragments: false,
    start: ({ port, receiveBufferBytes }) =>
      startReceiverProcess({
        command,
        args: [...before, String(port), String(receiveBufferBytes)],
        port,
      }),
  };
}
